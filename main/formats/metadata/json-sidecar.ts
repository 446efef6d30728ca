/** @file The bytes are not trusted. */
import { z } from 'zod';
import { Failure } from '../../util/failure.ts';
import { peopleRoot, withoutDoubles } from './keywords.ts';
import { tidy } from './text.ts';
import type { Words } from './words.ts';

const text = z.string().transform(tidy);
/** ExifTool writes a list of one as a plain value, and a word that looks like a number as one. */
const texts = z
  .union([z.array(z.union([z.string(), z.number()])), z.string(), z.number()])
  .transform((value) => (Array.isArray(value) ? value : [value]).map((one) => tidy(String(one))));

/** Google Takeout: a photo in Google Photos. */
const takeout = z.object({
  title: z.string(),
  description: text.optional(),
  people: z.array(z.object({ name: text.optional() })).optional(),
  photoTakenTime: z.looseObject({}).optional(),
  creationTime: z.looseObject({}).optional(),
  url: z.string().optional(),
});

/** What osxphotos writes of Apple Photos is ExifTool's own form: a list of one object, names with or without groups. */
const exiftool = z.tuple([z.record(z.string(), z.unknown())]);

/**
 * What a JSON sidecar says: of Google Takeout, or as ExifTool and osxphotos write it. JSON of any other shape says
 * nothing.
 * @throws Failure 'sidecar-damaged'
 */
export function jsonWords(bytes: Uint8Array): Words {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new Failure('sidecar-damaged', 'This sidecar is not JSON that can be read. It is left as it is.', {
      details: { why: cause instanceof Error ? cause.message : String(cause) },
      cause,
    });
  }
  const google = takeout.safeParse(value);
  if (google.success && (google.data.photoTakenTime ?? google.data.creationTime ?? google.data.url) !== undefined) {
    const { description, people = [] } = google.data;
    const names = people.flatMap(({ name }) => (name === undefined || name === '' ? [] : [[peopleRoot, name]]));
    return {
      keywords: withoutDoubles(names),
      ...(description !== undefined && description !== '' && { caption: description }),
    };
  }
  const tool = exiftool.safeParse(value);
  return tool.success && 'SourceFile' in tool.data[0] ? exiftoolWords(tool.data[0]) : { keywords: [] };
}

function exiftoolWords(record: Readonly<Record<string, unknown>>): Words {
  /** `XMP:Subject` and `Subject` are one. */
  const byName = new Map(Object.entries(record).map(([key, value]) => [key.slice(key.lastIndexOf(':') + 1), value]));
  const all = (...names: string[]) =>
    names.flatMap((name) => texts.safeParse(byName.get(name)).data ?? []).filter((one) => one !== '');
  const rating = z.coerce.number().int().min(-1).max(5).safeParse(byName.get('Rating'));
  const [caption] = all('Description', 'Caption-Abstract', 'ImageDescription');
  const [title] = all('Title', 'ObjectName');
  const [label] = all('Label');
  const location = [...new Set([...all('City'), ...all('State', 'Province-State'), ...all('Country')])].join(', ');
  const paths = [
    ...all('Subject', 'Keywords').map((word) => [word]),
    ...all('HierarchicalSubject').map((path) => path.split('|')),
    ...all('TagsList').map((path) => path.split('/')),
    ...all('PersonInImage').map((name) => [peopleRoot, name]),
  ];
  return {
    keywords: withoutDoubles(paths),
    ...(caption !== undefined && { caption }),
    ...(title !== undefined && title !== caption && { title }),
    ...(label !== undefined && { label }),
    ...(location !== '' && { location }),
    ...(byName.get('Rating') !== undefined && rating.success && { rating: rating.data }),
  };
}
