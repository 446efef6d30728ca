/** @file A process that plays one scene until it is interrupted. What it says on its output was done before it was said. */
import fs from 'node:fs';
import { Failure } from '../../../main/util/failure.ts';
import { scenes } from './index.ts';

const [, , name, folder = ''] = process.argv;
const scene = scenes.find((one) => one.name === name);
if (scene === undefined) throw new Error(`there is no scene ${name}`);
try {
  await scene.work(folder, (what) => fs.writeSync(1, `${what}\n`));
  process.exit(0);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  fs.writeSync(2, `${error.kind}: ${error.message}\n`);
  process.exit(3);
}
