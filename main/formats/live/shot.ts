/** @file Runs in the embedder process: the bytes are not trusted. */
import type { ShotSays } from '../../../preload/contract/photo.ts';
import { type Exif, numberOf } from '../metadata/exif.ts';
import type { OpenFile } from '../format.ts';
import { sourceOf } from '../raw/source.ts';
import { appleNotes } from './apple-notes.ts';
import { filmBeside } from './film-of-picture.ts';
import { filmIn } from './motion.ts';

/** Exif 3.0, 4.6.5: ExposureBiasValue and SubjectDistance. */
const tag = { exposureBias: 0x9204, subjectDistance: 0x9206 } as const;
/** APEX values beyond this are no compensation that a camera has. */
const mostBiasEv = 10;

/**
 * What the camera says of the shots that this one belongs to. The first frame of a bracket has no compensation, and says 0.
 * @param block the Exif block that `exif` was read from
 */
export async function shotOf(
  block: Uint8Array,
  exif: Exif,
  xmp: Uint8Array | undefined,
  file: Pick<OpenFile, 'bytes' | 'path' | 'taken'>,
): Promise<{ shot?: ShotSays }> {
  const { contentIdentifier, burstIdentifier } = await appleNotes(block);
  const bias = numberOf(exif.photo.get(tag.exposureBias));
  const distance = numberOf(exif.photo.get(tag.subjectDistance));
  const hasMotion =
    // Of what is not read whole there is no end to look at, and no camera puts films into those.
    (file.taken === undefined && (await filmIn(sourceOf(file.bytes), xmp)) !== undefined) ||
    (contentIdentifier !== undefined && (await filmBeside(file.path)) !== undefined);
  const shot: ShotSays = {
    ...(hasMotion && { hasMotion }),
    ...(contentIdentifier !== undefined && { live: contentIdentifier }),
    ...(burstIdentifier !== undefined && { burst: burstIdentifier }),
    ...(bias !== undefined && Math.abs(bias) <= mostBiasEv && { exposureBiasEv: Math.round(bias * 100) / 100 }),
    // 0 is unknown and 0xFFFFFFFF infinity.
    ...(distance !== undefined && distance > 0 && distance < 1e5 && { focusM: distance }),
  };
  return Object.keys(shot).length === 0 ? {} : { shot };
}
