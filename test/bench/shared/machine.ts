import os from 'node:os';

/** Absolute numbers belong to this; ratios less so. */
export function describeMachine(): string {
  const model = os.cpus()[0]?.model.trim() ?? 'unknown processor';
  const load = os.loadavg()[0] ?? 0;
  return [
    `${os.availableParallelism()} cores (${model})`,
    `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    `${os.type()} ${os.release()} ${os.arch()}`,
    `Node ${process.versions.node}`,
    `load ${load.toFixed(1)} when it began`,
  ].join(', ');
}
