/** @file The bytes are not trusted. Runs in a thread of its own (formats/sidecar-worker.ts): JavaScript alone, with limits. */
import type { Metadata } from '../../../preload/contract/photo.ts';
import { Failure } from '../../util/failure.ts';
import { cameraOf } from './camera.ts';
import { noExif } from './exif.ts';
import { jsonSays } from './json-sidecar.ts';
import { positionOf } from './position.ts';
import { takenInSidecar } from './taken.ts';
import { wordsOf } from './words.ts';
import { readXmp } from './xmp.ts';

/** `forExtension`: it is about the picture of its stem with this ending alone, in lower case (Lightroom and Bridge, beside RAW). */
export type SidecarSays = Metadata & { readonly forExtension?: string };

/**
 * What a sidecar says of its photo: all that a photo's own file may say, but no date of a file or a name.
 * @throws Failure 'sidecar-damaged' with what is wrong with it
 */
export function readSidecar(kind: 'xmp' | 'json', bytes: Uint8Array, nowMs = Date.now()): SidecarSays {
  return kind === 'xmp' ? xmpSays(bytes, nowMs) : jsonSays(bytes, nowMs);
}

function xmpSays(bytes: Uint8Array, nowMs: number): SidecarSays {
  let problem: string | undefined;
  const xmp = readXmp(bytes, (message) => {
    // Some programs forget to bind a prefix; everything else is no XML, and half of it would be worse than nothing.
    if (!message.includes('unbound namespace prefix')) problem ??= message.replace(/\.$/, '');
  });
  if (problem === undefined && xmp.size === 0 && !Buffer.from(bytes).includes('rdf-syntax-ns'))
    problem = 'it has no XMP in it';
  const words = wordsOf({ exif: noExif, iptc: undefined, xmp }, (what) => (problem ??= what));
  if (problem !== undefined)
    throw new Failure(
      'sidecar-damaged',
      `This sidecar is not XMP that can be read (${problem}). It is left as it is.`,
      {
        details: { why: problem },
      },
    );
  const forExtension = xmp.get('photoshop:SidecarForExtension')?.[0]?.toLowerCase().replace(/^\./, '');
  return {
    ...(forExtension !== undefined && { forExtension }),
    ...takenInSidecar(xmp, nowMs),
    ...cameraOf(noExif, xmp),
    ...positionOf(noExif, xmp),
    ...words,
  };
}
