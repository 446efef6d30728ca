import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { downloadModel, type ModelDownload } from '../../../main/models/download/download-model.ts';
import { importFolder } from '../../../main/models/download/import-folder.ts';
import { models } from '../../../main/models/index.ts';
import type { Model, ModelFile } from '../../../main/models/model.ts';
import { verifyModel } from '../../../main/models/verify.ts';
import { type Hub, sha256Of, startHub } from '../../fixtures/hub-server.ts';

const revision = 'a'.repeat(40);
const vision = randomBytes(300_000, 1);
const text = randomBytes(120_000, 2);
const tokenizer = Buffer.from('{"model":{}}');
const model = {
  id: 'small',
  name: 'Small',
  files: [fileOf('vision.onnx', vision), fileOf('text.onnx', text), fileOf('tokenizer.json', tokenizer)],
};
const pathOf = (name: string) => `/somebody/small/resolve/${revision}/${name}`;
const everything = () => ({
  [pathOf('vision.onnx')]: vision,
  [pathOf('text.onnx')]: text,
  [pathOf('tokenizer.json')]: tokenizer,
});

let folder: string;
let hub: Hub;
beforeEach(async () => {
  folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-hub-')), 'small');
  hub = await startHub(everything());
});
afterEach(async () => {
  await hub[Symbol.asyncDispose]();
  fs.rmSync(path.dirname(folder), { recursive: true });
});

const patience = {
  headersTimeoutMs: 400,
  stalledMs: 200,
  stalledBytes: 100,
  tries: 3,
  retryMs: 5,
};

function download(part: Partial<ModelDownload> = {}): Promise<void> {
  return downloadModel({
    model,
    folder,
    mirror: hub.address,
    connecting: { env: {} },
    signal: new AbortController().signal,
    onProgress: () => undefined,
    patience,
    ...part,
  });
}

function expectWhole(): void {
  expect(fs.readFileSync(path.join(folder, 'vision.onnx')).equals(vision)).toBe(true);
  expect(fs.readFileSync(path.join(folder, 'text.onnx')).equals(text)).toBe(true);
  expect(fs.readdirSync(folder).sort()).toEqual(['text.onnx', 'tokenizer.json', 'verified.json', 'vision.onnx']);
}

/** Nothing under a file's own name that is not that file. */
function expectNothingHalf(): void {
  for (const { path: name, sha256 } of model.files) {
    const at = path.join(folder, name);
    if (fs.existsSync(at)) expect(sha256Of(fs.readFileSync(at))).toBe(sha256);
  }
}

describe('a download', () => {
  test('brings every file, tells how far it is, and is not hashed again at the next start', async () => {
    const told: number[] = [];
    await download({ onProgress: ({ doneBytes, totalBytes }) => told.push(doneBytes / totalBytes) });
    expectWhole();
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
    await expect(verifyModel(model, folder)).resolves.toBeUndefined();
    await download();
    expect(hub.asked).toHaveLength(3);
  });

  test('goes on where a cancel stopped it, byte for byte', async () => {
    const cancelled = new AbortController();
    const first = download({
      signal: cancelled.signal,
      onProgress: ({ doneBytes }) => {
        if (doneBytes > 50_000) cancelled.abort();
      },
    });
    hub.become({ is: 'stalling', afterBytes: 80_000 });
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect(fs.existsSync(path.join(folder, 'vision.onnx'))).toBe(false);
    const kept = fs.statSync(path.join(folder, 'vision.onnx.part')).size;
    expect(kept).toBeGreaterThan(0);
    hub.become({ is: 'honest' });
    await download();
    expectWhole();
    const again = hub.asked.filter((it) => it.range !== undefined);
    expect(again[0]).toMatchObject({ range: `bytes=${kept}-`, ifRange: `"${sha256Of(vision)}"` });
  });

  test('survives a connection that breaks every 70 kB', async () => {
    hub.become({ is: 'cutting', afterBytes: 70_000 });
    await download();
    expectWhole();
    expect(hub.asked.length).toBeGreaterThan(5);
  });

  test('puts together what a server ends too early each time', async () => {
    hub.become({ is: 'short', bytes: 100_000 });
    await download();
    expectWhole();
  });

  test('begins again when the file on the server is another one', async () => {
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'vision.onnx.part'), randomBytes(1_000, 9));
    fs.writeFileSync(path.join(folder, 'vision.onnx.part.etag'), '"of an older file"');
    await download();
    expectWhole();
    expect(hub.asked[0]).toMatchObject({ range: 'bytes=1000-', ifRange: '"of an older file"' });
  });

  test('begins again when what came earlier was of another file', async () => {
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'vision.onnx.part'), randomBytes(1_000, 9));
    fs.writeFileSync(path.join(folder, 'vision.onnx.part.etag'), `"${sha256Of(vision)}"`);
    await download();
    expectWhole();
  });

  test('a server without ranges sends the whole again', async () => {
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'vision.onnx.part'), vision.subarray(0, 5_000));
    fs.writeFileSync(path.join(folder, 'vision.onnx.part.etag'), `"${sha256Of(vision)}"`);
    hub.become({ is: 'without-ranges' });
    await download();
    expectWhole();
  });

  test('a part that is too long is thrown away', async () => {
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'vision.onnx.part'), Buffer.alloc(400_000));
    await download();
    expectWhole();
  });

  test('follows the hub to the host where its files lie', async () => {
    await using files = await startHub(everything());
    hub.become({ is: 'redirecting', to: files.address });
    await download();
    expectWhole();
    expect(files.asked).toHaveLength(3);
  });

  test('a server that is down for a moment is asked again', async () => {
    hub.become({ is: 'status', code: 503, times: 2 });
    await download();
    expectWhole();
  });
});

describe('in one sentence, with nothing half done:', () => {
  afterEach(expectNothingHalf);

  test.each([
    [{ is: 'status', code: 401 }, 'hub-denied', 1],
    [{ is: 'status', code: 403 }, 'hub-denied', 1],
    [{ is: 'status', code: 404 }, 'hub-not-found', 1],
    [{ is: 'status', code: 500 }, 'hub-broken', 3],
    [{ is: 'status', code: 503 }, 'hub-broken', 3],
    [{ is: 'portal' }, 'hub-page', 1],
    [{ is: 'lying' }, 'hub-wrong-file', 1],
    [{ is: 'silent' }, 'hub-stalled', 3],
    [{ is: 'trickling', everyMs: 20 }, 'hub-stalled', undefined],
    [{ is: 'cutting', afterBytes: 0 }, 'hub-cut', 3],
    [{ is: 'short', bytes: 0 }, 'hub-cut', 3],
  ] as const)('%j', async (mood, kind, requests) => {
    hub.become(mood);
    await expect(download()).rejects.toMatchObject({ kind, message: expect.stringMatching(/^.{20,160}$/s) });
    if (requests !== undefined) expect(hub.asked).toHaveLength(requests);
  });

  test('a body of another length', async () => {
    hub.replace(pathOf('vision.onnx'), Buffer.concat([vision, Buffer.from('more')]));
    await expect(download()).rejects.toMatchObject({ kind: 'hub-wrong-file' });
  });

  test('a range that is not the one asked for', async () => {
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'vision.onnx.part'), vision.subarray(0, 5_000));
    fs.writeFileSync(path.join(folder, 'vision.onnx.part.etag'), `"${sha256Of(vision)}"`);
    hub.become({ is: 'wrong-range' });
    await expect(download()).rejects.toMatchObject({ kind: 'hub-cut' });
  });

  test('no server at all, and a name that no server has', async () => {
    await hub[Symbol.asyncDispose]();
    await expect(download()).rejects.toMatchObject({ kind: 'hub-unreachable' });
    hub = await startHub({});
    await expect(download({ mirror: 'https://nobody.invalid' })).rejects.toMatchObject({ kind: 'hub-unreachable' });
  });

  test('a server that cannot prove who it is, as where one has to log in first', async () => {
    // It answers, but not in TLS.
    await expect(download({ mirror: hub.address.replace('http:', 'https:') })).rejects.toMatchObject({
      kind: 'hub-untrusted',
      message: expect.stringContaining('cannot prove who it is'),
    });
  });

  test('a redirect to plain HTTP elsewhere, to nowhere, and round in circles', async () => {
    hub.become({ is: 'redirecting', to: 'http://192.0.2.1' });
    await expect(download()).rejects.toMatchObject({ kind: 'hub-redirect' });
    hub.become({ is: 'redirecting', to: 'file:///etc' });
    await expect(download()).rejects.toMatchObject({ kind: 'hub-redirect' });
    hub.become({ is: 'redirecting', to: hub.address });
    await expect(download()).rejects.toMatchObject({ kind: 'hub-redirect' });
  });

  test('the hub itself names another file, before a byte is sent', async () => {
    await using files = await startHub(everything());
    hub.become({ is: 'redirecting', to: files.address, linkedSha256: 'f'.repeat(64) });
    await expect(download()).rejects.toMatchObject({ kind: 'hub-wrong-file' });
    expect(files.asked).toHaveLength(0);
  });

  test('a mirror that is no safe address', async () => {
    for (const mirror of ['http://example.com', 'ftp://127.0.0.1', 'nonsense', 'https://me:secret@example.com'])
      await expect(download({ mirror })).rejects.toMatchObject({ kind: 'bad-mirror' });
    expect(hub.asked).toHaveLength(0);
  });

  test('a disk without room, before anything is asked', async () => {
    const huge = { ...model, files: [{ ...fileOf('vision.onnx', vision), sizeBytes: 2 ** 50 }] };
    await expect(download({ model: huge })).rejects.toMatchObject({ kind: 'disk-full' });
    expect(hub.asked).toHaveLength(0);
  });

  test.skipIf(process.platform !== 'linux')(
    'a disk that fills up on the way; the rest comes when there is room',
    async () => {
      const full = path.join(path.dirname(folder), 'full');
      fs.mkdirSync(full);
      // Every write to it fails with ENOSPC.
      fs.symlinkSync('/dev/full', path.join(full, 'vision.onnx.part'));
      await expect(download({ folder: full })).rejects.toMatchObject({ kind: 'disk-full' });
      fs.rmSync(path.join(full, 'vision.onnx.part'));
      await download({ folder: full });
      expect(fs.readFileSync(path.join(full, 'vision.onnx')).equals(vision)).toBe(true);
    },
  );
});

describe('a folder from another computer', () => {
  const known = [{ ...(models[1] as Model), ...model }]; // the list has more than one
  const from = () => path.join(path.dirname(folder), 'brought');
  const put = (name: string, bytes: Buffer) => {
    fs.mkdirSync(path.dirname(path.join(from(), name)), { recursive: true });
    fs.writeFileSync(path.join(from(), name), bytes);
  };
  const take = () =>
    importFolder({ from: from(), known, folderOf: () => folder, signal: new AbortController().signal });

  test("is taken as the hub's repository or side by side", async () => {
    put('onnx/vision.onnx', vision);
    put('onnx/text.onnx', text);
    put('tokenizer.json', tokenizer);
    expect((await take()).id).toBe('small');
    expectWhole();
    await expect(verifyModel(model, folder)).resolves.toBeUndefined();
  });

  test('that is not whole, or lies, is not', async () => {
    put('onnx/vision.onnx', vision);
    await expect(take()).rejects.toMatchObject({ kind: 'model-unfit', message: expect.stringContaining('text.onnx') });
    put('text.onnx', randomBytes(text.length, 77));
    put('tokenizer.json', tokenizer);
    await expect(take()).rejects.toMatchObject({ kind: 'hub-wrong-file' });
    expectNothingHalf();
    expect(fs.existsSync(path.join(folder, 'text.onnx'))).toBe(false);
  });
});

test('every model of the list can be downloaded whole: pinned commits, sizes, sums', () => {
  for (const { files, offer, id } of models.filter((it) => it.id !== 'starter')) {
    expect(offer, id).toBeDefined();
    for (const { sha256, sizeBytes, from } of files) {
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(sizeBytes).toBeGreaterThan(1_000_000);
      expect(from?.revision).toMatch(/^[0-9a-f]{40}$/);
    }
  }
  expect(models.filter((it) => it.offer?.isRecommended).map((it) => it.id)).toEqual(['siglip2-base-256']);
});

function fileOf(name: string, bytes: Buffer): ModelFile {
  return {
    path: name,
    sizeBytes: bytes.length,
    sha256: sha256Of(bytes),
    from: { repository: 'somebody/small', revision, path: name },
  };
}

function randomBytes(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}
