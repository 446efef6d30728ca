/** The person's languages as the terminal knows them, BCP 47, the first one first: `de_DE.UTF-8` is `de-DE`. */
export function languagesOf(env: NodeJS.ProcessEnv): string[] {
  const names = [env['LANGUAGE'], env['LC_ALL'], env['LC_TIME'], env['LANG']]
    .flatMap((value) => (value ?? '').split(':'))
    .map((value) => (value.split('.')[0] ?? '').replace('_', '-'))
    .filter((value) => value !== '' && value !== 'C' && value !== 'POSIX');
  return [...new Set([...names, 'en'])];
}
