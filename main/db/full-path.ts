/** The path as the system writes it. */
export function fullPath({ path, dir, name }: { path: string; dir: string; name: string }): string {
  const separator = process.platform === 'win32' ? '\\' : '/';
  const parts = dir === '' ? [name] : [...dir.split('/'), name];
  return (path.endsWith(separator) ? path : path + separator) + parts.join(separator);
}
