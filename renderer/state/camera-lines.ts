import type { Metadata } from '../../preload/contract/photo.ts';
import type { Language } from './language.svelte.ts';

/** Make and model as one name: models often begin with the make already ("Canon" + "Canon EOS R6"). */
export function cameraName({
  cameraMake,
  cameraModel,
}: Pick<Metadata, 'cameraMake' | 'cameraModel'>): string | undefined {
  if (!cameraMake || !cameraModel) return cameraModel ?? cameraMake;
  const firstWord = cameraMake.split(' ')[0] ?? cameraMake;
  return cameraModel.toLowerCase().startsWith(firstWord.toLowerCase()) ? cameraModel : `${cameraMake} ${cameraModel}`;
}

/** As photographers write it: 1/250 s · f/2.8 · 35 mm · ISO 200. */
export function exposureLine(
  meta: Pick<Metadata, 'exposureS' | 'aperture' | 'focalLengthMm' | 'iso'>,
  { t, formats }: Pick<Language, 't' | 'formats'>,
): string {
  const parts: string[] = [];
  if (meta.exposureS !== undefined) parts.push(formats.exposure(meta.exposureS));
  if (meta.aperture !== undefined) parts.push(formats.aperture(meta.aperture));
  if (meta.focalLengthMm !== undefined) parts.push(formats.focalLength(meta.focalLengthMm));
  if (meta.iso !== undefined) parts.push(t('info.iso', { iso: String(meta.iso) }));
  return parts.join(' · ');
}
