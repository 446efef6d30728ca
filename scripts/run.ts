import { spawn, type SpawnOptions } from 'node:child_process';
import { root } from './root.ts';

/** Runs a command in the repository's folder with this terminal's output. @returns its exit code */
export function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Runs a command and gives back all that it printed, whether it fails or not. */
export function runHeld(
  command: string,
  args: readonly string[],
  options: SpawnOptions & { timeoutMs?: number } = {},
): Promise<{ code: number | null; signal: string | null; printed: string }> {
  const { timeoutMs, ...spawnOptions } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
      ...spawnOptions,
    });
    let printed = '';
    const keep = (chunk: Buffer) => (printed += chunk.toString());
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', reject);
    const end = (code: number | null, signal: string | null) => resolve({ code, signal, printed });
    child.on('close', end);
    // What it left running in the background keeps its pipes open.
    child.on('exit', (code, signal) => setTimeout(end, 1_000, code, signal).unref());
  });
}

/** Runs a command and stays silent unless it fails. @throws Error with what it printed */
export async function runQuietly(...given: Parameters<typeof runHeld>): Promise<string> {
  const { code, signal, printed } = await runHeld(...given);
  if (code === 0) return printed;
  const [command, args] = given;
  throw new Error(`${command} ${args.join(' ')} ended with ${code ?? signal}:\n${printed.trimEnd()}`);
}
