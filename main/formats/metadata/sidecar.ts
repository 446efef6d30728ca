/** @file The bytes are not trusted. Runs in the watching thread: JavaScript alone, with limits. */
import { Failure } from '../../util/failure.ts';
import { jsonWords } from './json-sidecar.ts';
import { readXmp } from './xmp.ts';
import { type Words, wordsOf } from './words.ts';

export type { Words } from './words.ts';

const noExif = { image: new Map(), photo: new Map(), gps: new Map() };

/**
 * What a sidecar says of its photo.
 * @throws Failure 'sidecar-damaged' with what is wrong with it
 */
export function readSidecar(kind: 'xmp' | 'json', bytes: Uint8Array): Words {
  return kind === 'xmp' ? xmpWords(bytes) : jsonWords(bytes);
}

function xmpWords(bytes: Uint8Array): Words {
  let problem: string | undefined;
  const xmp = readXmp(bytes, (message) => {
    // Some programs forget to bind a prefix; everything else is no XML, and half of it would be worse than nothing.
    if (!message.includes('unbound namespace prefix')) problem ??= message.replace(/\.$/, '');
  });
  if (problem === undefined && xmp.size === 0 && !Buffer.from(bytes).includes('rdf-syntax-ns'))
    problem = 'it has no XMP in it';
  if (problem !== undefined)
    throw new Failure(
      'sidecar-damaged',
      `This sidecar is not XMP that can be read (${problem}). It is left as it is.`,
      {
        details: { why: problem },
      },
    );
  return wordsOf({ exif: noExif, iptc: undefined, xmp });
}
