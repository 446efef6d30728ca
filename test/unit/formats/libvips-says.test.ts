import { expect, test } from 'vitest';
import { asLibvipsSays } from '../../../main/formats/libvips-says.ts';
import { decodeFile } from '../../../main/pipeline/decode.ts';
import { Failure } from '../../../main/util/failure.ts';
import { large, open, sharpOf, texture } from './pictures.ts';

const saying =
  (...words: string[]) =>
  () =>
    Promise.reject(new Error(words.shift() ?? 'asked too often'));

test('what is asked alone waits for what is under way, and what comes after waits for it', async () => {
  const order: string[] = [];
  let end: () => void = () => undefined;
  const long = asLibvipsSays(() => new Promise<void>((resolve) => (end = resolve)));
  let times = 0;
  const unsure = asLibvipsSays(() => {
    order.push(`unsure ${++times}`);
    return times < 5 ? Promise.reject(new Error('Unknown error')) : Promise.resolve();
  });
  await new Promise((resolve) => setImmediate(resolve));
  const later = asLibvipsSays(() => Promise.resolve(order.push('later')));
  await new Promise((resolve) => setImmediate(resolve));
  expect(order).toEqual(['unsure 1', 'unsure 2', 'unsure 3']);
  end();
  await Promise.all([long, unsure, later]);
  expect(order.slice(3)).toEqual(['unsure 4', 'unsure 5', 'later']);
});

test.each([
  [['bad table', 'bad table'], 'bad table'],
  [['Unknown error', 'bad table', 'bad table'], 'bad table'],
  [['of another', 'bad table', 'bad table'], 'bad table'],
  [['', '', 'of another', 'bad table', '', 'bad table', 'bad table'], 'bad table'],
  [Array<string>(20).fill('Unknown error'), 'Unknown error'],
])('of %j it is sure of %s', async (words, told) => {
  await expect(asLibvipsSays(saying(...words))).rejects.toThrow(new Error(told));
});

test('a refusal of our own is told at once, and an answer is an answer', async () => {
  let asked = 0;
  const refuse = () => Promise.reject(new Failure('corrupt', `${++asked}`));
  await expect(asLibvipsSays(refuse)).rejects.toThrow('1');
  await expect(asLibvipsSays(() => Promise.resolve(7))).resolves.toBe(7);
});

test('many damaged files at once each have the reason that they have alone', async () => {
  const picture = await (await sharpOf(texture(300, 200), 300, 200)).jpeg().toBuffer();
  const damaged = Buffer.from(picture);
  damaged[damaged.indexOf(Buffer.from([0xff, 0xdb])) + 4] = 3; // the number of a table that is asked for
  const reasons = await Promise.all(
    Array.from({ length: 60 }, async (_, at) => {
      const file = open(at % 2 === 0 ? picture : Buffer.from(damaged));
      return decodeFile(file, large).then(
        () => 'well',
        (error: unknown) => String(error),
      );
    }),
  );
  expect(new Set(reasons.filter((_, at) => at % 2 === 1))).toEqual(
    new Set([expect.stringContaining('Quantization table')]),
  );
});
