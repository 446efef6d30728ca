import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../root.ts';
import { runQuietly } from '../run.ts';

interface Asked {
  /** The system's folder: it stays as it is. */
  readonly base: string;
  readonly suite: string;
  readonly node: string;
  readonly as: string;
  readonly command: string;
  /** A file. */
  readonly log: string;
}

export interface FreshRun extends Asked {
  readonly isPassed: boolean;
  /** The last line. */
  readonly result: string;
  readonly tookMs: number;
  /** What it said has to be run as root first, and was. */
  readonly askedFor: readonly string[];
}

/** An ordinary user is told what to install, once; then what the sandbox needs, at most. */
const mostTries = 3;
const limitS = 5_400;

/** One of the two commands in a copy of a system that is thrown away. */
export async function runFresh(asked: Asked): Promise<FreshRun> {
  const startedMs = Date.now();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-fresh-'));
  const system = path.join(folder, 'system');
  for (const name of ['upper', 'work', 'system']) fs.mkdirSync(path.join(folder, name));
  const layers = `lowerdir=${asked.base},upperdir=${path.join(folder, 'upper')},workdir=${path.join(folder, 'work')}`;
  await runQuietly('mount', ['-t', 'overlay', 'overlay', '-o', layers, system]);
  try {
    const home = asked.as === 'root' ? '/root' : '/home/ada';
    const clone = path.join(system, home, 'lumisift');
    await runQuietly('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, clone]);
    if (asked.as !== 'root') await runQuietly('chroot', [system, 'chown', '-R', 'ada:ada', `${home}/lumisift`]);
    fs.chmodSync(path.join(system, home), 0o700);
    const askedFor: string[] = [];
    for (;;) {
      const { code, printed } = await inside(system, scriptFor(asked, home), asked);
      const result = printed.trimEnd().split('\n').at(-1)?.trim() ?? '';
      const commands = [...printed.matchAll(/^ {2}sudo (.+)$/gm)].map(([, command]) => command ?? '');
      const last = { ...asked, isPassed: code === 0, result, tookMs: Date.now() - startedMs, askedFor };
      if (code === 0 || commands.length === 0 || askedFor.length + 1 >= mostTries) return last;
      for (const command of commands) {
        askedFor.push(command.replaceAll(' && sudo ', ' && '));
        await inside(system, command.replaceAll('sudo ', ''), { ...asked, as: 'root' });
      }
    }
  } finally {
    await runQuietly('umount', ['--lazy', system]);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The README's command; the app that `npm start` opens is asked to end when it has read the sample photos. */
function scriptFor({ command }: Asked, home: string): string {
  const at = `cd ${home}/lumisift`;
  if (command === 'test') return `${at} && npm ci && npm test`;
  const status = 'npm run -s lumisift -- --json --library /tmp/library status';
  return `${at} && npm ci || exit
    npm start -- --library /tmp/library --add resources/sample-photos & app=$!
    for second in $(seq 900); do
      sleep 1
      kill -0 $app 2>/dev/null || { wait $app; exit; }
      ${status} 2>/dev/null | grep -q '"embeddedCount":36' && break
    done
    for process in /proc/[0-9]*; do
      tr '\\0' ' ' <$process/cmdline 2>/dev/null | grep -q '^node scripts/start.ts' && kill -TERM \${process#/proc/}
    done
    wait $app || exit
    ${status} | grep -q '"embeddedCount":36' || { echo 'not every photo was indexed'; exit 1; }
    echo '36 photos indexed, ended when asked'`;
}

/** Runs a script in the system, which sees no other: it is the root of its own, and no chroot, in which Chromium has no sandbox. */
function inside(system: string, script: string, { as, log }: Asked): Promise<{ code: number; printed: string }> {
  const user = as === 'root' ? 'root' : 'ada';
  const enter = `set -e
    mount --make-rprivate /
    mount --bind ${system} ${system}
    cd ${system}
    mount -t proc proc proc
    mount -t sysfs -o ro sysfs sys
    mount --rbind /dev dev
    mount -t tmpfs -o mode=1777 tmpfs tmp
    mkdir -p .before && pivot_root . .before && umount -l /.before && rmdir /.before
    cd /
    exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb \\
      timeout --kill-after=30 ${limitS} su - ${user} -c "$1"`;
  const args = ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', enter, 'sh', script];
  return new Promise((resolve, reject) => {
    const child = spawn('unshare', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const file = fs.createWriteStream(log, { flags: 'a' });
    let printed = '';
    const keep = (chunk: Buffer) => {
      file.write(chunk);
      printed += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => {
      file.end();
      resolve({ code: code ?? 1, printed });
    });
  });
}
