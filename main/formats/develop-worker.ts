/** @file A worker thread of the embedder process: LibRaw as WebAssembly, on bytes that are not trusted. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { brotliDecompressSync } from 'node:zlib';
import createLibraw, { type LibrawModule } from 'libraw-wasm/dist/libraw.js';
import type { DevelopAnswer, DevelopRequest } from './develop-messages.ts';

let memory: WebAssembly.Memory | undefined;
const ignore = () => undefined;
const libraw = createLibraw({
  // What it prints about bad files is said better by the answer.
  print: ignore,
  printErr: ignore,
  // The package is made for web pages and fetches it.
  instantiateWasm(imports, onInstance) {
    const module = new WebAssembly.Module(wasm());
    const instance = new WebAssembly.Instance(module, imports);
    // Threads share it, so it comes with the imports.
    const given: unknown[] = Object.values(imports).flatMap((it) => Object.values(it));
    memory = given.find((it) => it instanceof WebAssembly.Memory);
    onInstance(instance, module);
    return instance.exports;
  },
});

const port = parentPort;
if (!port) throw new Error('this file runs in a worker thread');
port.on('message', (request: DevelopRequest) => {
  void libraw
    .then((module) => answerTo(module, request))
    .then((answer) => port.postMessage(answer, answer.is === 'developed' ? [answer.rgb.buffer] : []));
});

/** In the built app it lies beside this file, packed (scripts/build.ts): a quarter of its size. */
function wasm(): Buffer<ArrayBuffer> {
  const packed = path.join(import.meta.dirname, 'libraw.wasm.br');
  return fs.existsSync(packed)
    ? brotliDecompressSync(fs.readFileSync(packed))
    : fs.readFileSync(createRequire(import.meta.url).resolve('libraw-wasm/dist/libraw.wasm'));
}

function answerTo({ LibRaw }: LibrawModule, { bytes, isHalf }: DevelopRequest): DevelopAnswer {
  const raw = new LibRaw();
  try {
    raw.open(bytes, { halfSize: isHalf, useCameraWb: true, outputColor: 1, outputBps: 8 });
    const { width, height, colors, bits, data } = raw.imageData();
    const heapBytes = memory?.buffer.byteLength ?? 0;
    if (colors !== 3 || bits !== 8 || data.length !== width * height * 3) return { is: 'refused', heapBytes };
    return { is: 'developed', rgb: new Uint8Array(data), width, height, heapBytes };
  } catch (error) {
    // What C++ throws is no Error here; what WebAssembly does is one.
    if (error instanceof Error) return { is: 'broken', message: error.message };
    return { is: 'refused', heapBytes: memory?.buffer.byteLength ?? 0 };
  } finally {
    raw.delete();
  }
}
