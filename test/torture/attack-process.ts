/** @file A process that is attacked: one attack after the other, until it is told no more or dies of one. */
import fs from 'node:fs';
import path from 'node:path';
import { families } from './families.ts';
import { createRandom, type Outcome } from './family.ts';
import type { Asked } from './run-family.ts';

process.on('message', (message) => {
  // Sent by run-family.ts and nobody else.
  const { name, number, seed, place } = message as Asked;
  const folder = path.join(place, `${name}-${number}`);
  void attack({ name, number, seed, place }, folder).then((outcome) => {
    if (outcome.is !== 'lost') fs.rmSync(folder, { recursive: true, force: true });
    process.send?.({ number, outcome });
  });
});
process.on('disconnect', () => process.exit());

async function attack({ name, number, seed, place }: Asked, folder: string): Promise<Outcome> {
  const family = families.find((one) => one.name === name);
  if (family === undefined) return { is: 'lost', why: `there is no family ${name}` };
  try {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    const random = createRandom(`${seed}/${name}/${number}`);
    return await family.run({ number, folder, shared: path.join(place, `${name}-shared`), random });
  } catch (error) {
    return { is: 'lost', why: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
