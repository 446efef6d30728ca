/**
 * Address of a worker thread's file: `<folder of the caller>/<name>.ts` when run from source, `<name>.js` beside the
 * caller's bundle when bundled (every worker is an entry of its own there, in one flat folder).
 * @param name e.g. `heic-worker`
 * @param from the caller's `import.meta.url`
 */
export function workerUrl(name: string, from: string): URL {
  return new URL(`./${name}${from.endsWith('.ts') ? '.ts' : '.js'}`, from);
}
