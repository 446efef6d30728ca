import { spawn } from 'node:child_process';
import { clearScene, commandOf, layScene, sceneAt, sceneFolder } from './scenes/lay.ts';
import { judgeScene } from './scenes/judge.ts';
import { scenes } from './scenes/index.ts';
import type { Scene } from './scenes/scene.ts';
import type { Family } from './family.ts';

/** Any moment of what changes a library or files, ended by the system without a word. */
export const kills: Family = {
  name: 'kills',
  what: `kill -9 at a moment of ${scenes.map(({ name }) => name).join(', ')}; each acknowledged word is looked for, each file is the old or the new one, and what was cut short goes on`,
  quick: 2 * scenes.length,
  async prepare(shared) {
    for (const scene of scenes) await scene.make(sceneFolder(shared, scene));
  },
  total: () => 1_100,
  async run({ number, shared, folder, random }) {
    const scene = sceneAt(number);
    const said = await killed(scene, { folder, shared, random });
    return judgeScene(scene, { folder, made: sceneFolder(shared, scene), said });
  },
};

/** @returns what the process had said when it was killed */
async function killed(
  scene: Scene,
  { folder, shared, random }: { folder: string; shared: string; random: () => number },
): Promise<string[]> {
  const afterLine = 1 + Math.floor(random() * scene.lines);
  const damage = random();
  // One that was faster than the kill is no kill: it is done again, and killed sooner.
  for (
    let [line, tailMs] = [afterLine, random() * scene.tailMs];
    ;
    [line, tailMs] = [Math.ceil(line / 2), tailMs / 2]
  ) {
    clearScene(folder);
    layScene(scene, { folder, shared, random: () => damage });
    const said = await play(scene, folder, { line, tailMs });
    if (said !== undefined) return said;
  }
}

/** @returns undefined where it ended by itself before */
async function play(
  scene: Scene,
  folder: string,
  { line, tailMs }: { line: number; tailMs: number },
): Promise<string[] | undefined> {
  const child = spawn(...commandOf(scene, folder), { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  let trouble = '';
  let timer: NodeJS.Timeout | undefined;
  child.stdout.on('data', (bytes: Buffer) => {
    output += String(bytes);
    if (output.split('\n').length > line) timer ??= setTimeout(kill, tailMs);
  });
  child.stderr.on('data', (bytes: Buffer) => (trouble += String(bytes)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  if (code === null) return output.split('\n').slice(0, -1); // what is behind the last line end was cut off with it
  if (code !== 0) throw new Error(`it ended by itself: ${trouble}`);
  return undefined;

  /** The whole group: ExifTool would go on with the copy that it was given. */
  function kill(): void {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  }
}
