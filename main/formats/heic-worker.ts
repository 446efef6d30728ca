/** @file A worker thread of the embedder process: libheif and libde265 as WebAssembly, on bytes that are not trusted. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import createLibheif from 'libheif-js/libheif-wasm/libheif.js';
import type { HeicAnswer, HeicRequest } from './heic-messages.ts';
import { tiffHeadBytes, tiffTailBytes, wrapAsTiff } from './wrap-as-tiff.ts';

// From libheif/heif_image.h and heif_error.h.
const colorspaceRgb = 1;
const chromaInterleavedRgb = 10;
const chromaInterleavedRgba = 11;
const channelInterleaved = 10;
/** A heif_error is { int code; int subcode; const char* message }, returned through a pointer that comes first. */
const errorBytes = 12;

// What it prints about bad files is said better by the answer.
const ignore = () => undefined;
const wasm = createRequire(import.meta.url).resolve('libheif-js/libheif-wasm/libheif.wasm');
const libheif = createLibheif({ wasmBinary: readFileSync(wasm), print: ignore, printErr: ignore });

const port = parentPort;
if (!port) throw new Error('this file runs in a worker thread');
port.on('message', (request: HeicRequest) => {
  const answer = answerTo(request);
  port.postMessage(answer, answer.is === 'decoded' ? [answer.tiff.buffer] : []);
});

function answerTo(request: HeicRequest): HeicAnswer {
  try {
    return decode(request);
  } catch (error) {
    if (error instanceof HeifError) return { is: 'refused', ...error.details };
    return { is: 'broken', message: error instanceof Error ? error.message : String(error) };
  }
}

class HeifError extends Error {
  readonly details: { code: number; subcode: number; message: string };
  constructor(details: { code: number; subcode: number; message: string }) {
    super(details.message);
    this.details = details;
  }
}

/**
 * The primary item (a grid is put together by libheif), turned and mirrored as its `irot` and `imir` say, 8 bits.
 * Auxiliary images (depth, gain map, thumbnails) are not touched.
 */
function decode({ bytes, maxPixels, exifOrientation }: HeicRequest): HeicAnswer {
  using context = owned(libheif._heif_context_alloc(), libheif._heif_context_free);
  using input = owned(libheif._malloc(bytes.length), libheif._free);
  using slot = owned(libheif._malloc(8), libheif._free);
  libheif.HEAPU8.set(bytes, input.pointer);
  check((error) =>
    libheif._heif_context_read_from_memory_without_copy(error, context.pointer, input.pointer, bytes.length, 0),
  );
  check((error) => libheif._heif_context_get_primary_image_handle(error, context.pointer, slot.pointer));
  using handle = owned(pointerAt(slot.pointer), libheif._heif_image_handle_release);

  const claimed = {
    width: libheif._heif_image_handle_get_width(handle.pointer),
    height: libheif._heif_image_handle_get_height(handle.pointer),
  };
  if (claimed.width * claimed.height > maxPixels) return { is: 'too-large', ...claimed };
  const channels = libheif._heif_image_handle_has_alpha_channel(handle.pointer) === 0 ? 3 : 4;
  const chroma = channels === 4 ? chromaInterleavedRgba : chromaInterleavedRgb;
  check((error) => libheif._heif_decode_image(error, handle.pointer, slot.pointer, colorspaceRgb, chroma, 0));
  using image = owned(pointerAt(slot.pointer), libheif._heif_image_release);

  const width = libheif._heif_image_get_width(image.pointer, channelInterleaved);
  const height = libheif._heif_image_get_height(image.pointer, channelInterleaved);
  const plane = libheif._heif_image_get_plane_readonly(image.pointer, channelInterleaved, slot.pointer);
  const stride = pointerAt(slot.pointer);
  if (plane === 0 || width < 1 || height < 1) throw new Error('libheif decoded nothing');

  const icc = colourProfileOf(handle.pointer);
  const rowBytes = width * channels;
  const tiff = new Uint8Array(tiffHeadBytes + rowBytes * height + tiffTailBytes(height, icc?.length ?? 0));
  for (let y = 0; y < height; y++)
    tiff.set(libheif.HEAPU8.subarray(plane + y * stride, plane + y * stride + rowBytes), tiffHeadBytes + y * rowBytes);
  if (channels === 4 && libheif._heif_image_handle_is_premultiplied_alpha(handle.pointer) !== 0)
    unmultiply(tiff.subarray(tiffHeadBytes, tiffHeadBytes + rowBytes * height));
  const orientation = isTurnedByFile(context.pointer, handle.pointer) ? 1 : exifOrientation;
  wrapAsTiff(tiff, { width, height, channels, orientation, icc });
  const upright = orientation >= 5 ? { width: height, height: width } : { width, height };
  return { is: 'decoded', tiff, ...upright, heapBytes: libheif.HEAPU8.length };
}

/**
 * The primary item has an `irot`, `imir` (or `clap`) property: then that is its orientation, and Exif's is ignored as
 * the standard asks. Files of some converters have only Exif's, and lie on their side if it is ignored too.
 */
function isTurnedByFile(context: number, handle: number): boolean {
  const item = libheif._heif_image_handle_get_item_id(handle);
  return libheif._heif_item_get_transformation_properties(context, item, 0, 0) > 0;
}

function colourProfileOf(handle: number): Uint8Array | undefined {
  const size = libheif._heif_image_handle_get_raw_color_profile_size(handle);
  if (size === 0) return undefined;
  using profile = owned(libheif._malloc(size), libheif._free);
  check((error) => libheif._heif_image_handle_get_raw_color_profile(error, handle, profile.pointer));
  return libheif.HEAPU8.slice(profile.pointer, profile.pointer + size);
}

/** Colours that were multiplied with their alpha, back to themselves. */
function unmultiply(rgba: Uint8Array): void {
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = rgba[at + 3] ?? 0;
    if (alpha === 0 || alpha === 255) continue;
    for (let i = at; i < at + 3; i++) rgba[i] = Math.min(255, Math.round(((rgba[i] ?? 0) * 255) / alpha));
  }
}

function check(call: (error: number) => void): void {
  using error = owned(libheif._malloc(errorBytes), libheif._free);
  call(error.pointer);
  const [code, subcode, message] = [0, 4, 8].map((at) => pointerAt(error.pointer + at));
  if (code !== 0) throw new HeifError({ code: code ?? 0, subcode: subcode ?? 0, message: textAt(message ?? 0) });
}

function owned(pointer: number, free: (pointer: number) => void): { pointer: number } & Disposable {
  if (pointer === 0) throw new HeifError({ code: 6, subcode: 0, message: 'out of memory' });
  return { pointer, [Symbol.dispose]: () => free(pointer) };
}

/** Read through a fresh view each time: the memory moves when it grows. */
function pointerAt(address: number): number {
  return libheif.HEAPU32[address / 4] ?? 0;
}

function textAt(address: number): string {
  const end = libheif.HEAPU8.indexOf(0, address);
  return Buffer.from(libheif.HEAPU8.subarray(address, Math.min(end, address + 300))).toString('latin1');
}
