/** @file A worker thread of the embedder process: libjxl as WebAssembly, on bytes that are not trusted. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import createLibjxl, { type Libjxl } from '@jsquash/jxl/codec/dec/jxl_dec.js';
import type { JxlAnswer, JxlRequest } from './jxl-messages.ts';
import { tiffHeadBytes, tiffTailBytes, wrapAsTiff } from './wrap-as-tiff.ts';

let memory: WebAssembly.Memory | undefined;
const ignore = () => undefined;
const libjxl = createLibjxl({
  noInitialRun: true,
  // What it prints about bad files is said better by the answer.
  print: ignore,
  printErr: ignore,
  instantiateWasm(imports, onInstance) {
    const file = createRequire(import.meta.url).resolve('@jsquash/jxl/codec/dec/jxl_dec.wasm');
    const instance = new WebAssembly.Instance(new WebAssembly.Module(fs.readFileSync(file)), imports);
    memory = Object.values(instance.exports).find((it) => it instanceof WebAssembly.Memory);
    onInstance(instance);
    return instance.exports;
  },
});

const port = parentPort;
if (!port) throw new Error('this file runs in a worker thread');
port.on('message', (request: JxlRequest) => {
  void libjxl
    .then((decoder) => answerTo(decoder, request))
    .then((answer) => port.postMessage(answer, answer.is === 'decoded' ? [answer.tiff.buffer] : []));
});

/** The first frame, upright by the file itself, in sRGB. */
function answerTo(decoder: Libjxl, { bytes, orientation }: JxlRequest): JxlAnswer {
  try {
    const picture = decoder.decode(bytes);
    if (picture === null) return { is: 'refused' };
    const { data, width, height } = picture;
    const tiff = new Uint8Array(tiffHeadBytes + data.length + tiffTailBytes(height, 0));
    tiff.set(data, tiffHeadBytes);
    wrapAsTiff(tiff, { width, height, channels: 4, orientation, icc: undefined });
    const upright = orientation >= 5 ? { width: height, height: width } : { width, height };
    return { is: 'decoded', tiff, ...upright, heapBytes: memory?.buffer.byteLength ?? 0 };
  } catch (error) {
    return { is: 'broken', message: error instanceof Error ? error.message : String(error) };
  }
}
