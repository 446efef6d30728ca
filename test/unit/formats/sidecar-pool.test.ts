import { expect, test } from 'vitest';
import { createDecodePool } from '../../../main/formats/decode-pool.ts';
import { readSidecarAside } from '../../../main/formats/sidecar-pool.ts';
import { Failure } from '../../../main/util/failure.ts';
import { hostileSidecars } from '../../fixtures/hostile-sidecars.ts';

test('every hostile sidecar is read or set aside with a sentence, and the next one is read as ever', async () => {
  for (const [name, make] of Object.entries(hostileSidecars)) {
    const { kind, bytes } = make(10_000);
    const outcome = await readSidecarAside(kind, bytes).then(
      () => 'read',
      (error: unknown) => (error instanceof Failure ? error.kind : error),
    );
    expect([name, outcome]).toEqual([name, expect.stringMatching(/^(read|sidecar-damaged)$/)]);
  }
  const json = Buffer.from(JSON.stringify({ title: 'a.jpg', description: 'cake', photoTakenTime: { timestamp: '1' } }));
  expect(await readSidecarAside('json', json)).toMatchObject({ caption: 'cake' });
});

test('a thread that dies takes nobody along: whoever asked is told, and the next one gets a new thread', async () => {
  const parse = createDecodePool<{ is: string }>({
    worker: 'sidecar-worker',
    timeLimitS: 15,
    heapLimitMb: 12,
    refusal: (why) => new Failure('sidecar-damaged', why),
  });
  const words = Array.from({ length: 19_000 }, (_, at) => `${'x'.repeat(200)}${at}`);
  // 4 MB, which find no room in a heap of 12.
  const large = { kind: 'json', bytes: Buffer.from(JSON.stringify({ words })) };
  await expect(parse(large)).rejects.toThrow('broke down');
  await expect(parse(large)).rejects.toThrow('broke down');
  const small = { kind: 'json', bytes: Buffer.from('{"title":"a.jpg","description":"cake"}') };
  expect((await parse(small)).is).toBe('says');
});
