import { rawKinds } from '../formats/raw/kinds.ts';

/** Formats that are a sensor's own values, as a list of SQL: `photos.format IN ${rawFormatList}`. */
export const rawFormatList = `(${Object.keys(rawKinds)
  .map((kind) => `'${kind}'`)
  .join(', ')})`;
