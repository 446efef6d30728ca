/** @file Runs in the embedder process: the bytes are not trusted. */
import { SaxesParser } from 'saxes';
import { mostDepth, mostTextBytes, mostValues, PastLimit } from '../limits.ts';
import { tidy } from './text.ts';

/** Properties by name, e.g. `dc:subject`, whatever prefix the file uses; a plain value is a list of one. */
export interface Xmp extends ReadonlyMap<string, readonly string[]> {
  /** The structures anywhere inside a property, each with its own plain fields: regions with names, places. */
  structuresOf(name: string): readonly Structure[];
  /** The structure that one lies in: the parent of a keyword. */
  parentOf(structure: Structure): Structure | undefined;
  /** Texts by language (`x-default`, `de-DE`...) of a property that has alternatives. */
  languagesOf(name: string): Readonly<Record<string, string>>;
}

/** Fields by name, e.g. `mwg-rs:Name`. */
export type Structure = Readonly<Record<string, string>>;

interface OpenElement {
  readonly uri: string;
  readonly local: string;
  readonly name: string | undefined;
  /** Of the structure that it is, or is a field of. */
  readonly fields: Record<string, string> | undefined;
  /** Where it has qualifiers. */
  value: string | undefined;
}

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const xml = 'http://www.w3.org/XML/1998/namespace';
const prefixes: Readonly<Record<string, string>> = {
  'http://purl.org/dc/elements/1.1/': 'dc',
  'http://ns.adobe.com/xap/1.0/': 'xmp',
  'http://ns.adobe.com/exif/1.0/': 'exif',
  'http://cipa.jp/exif/1.0/': 'exifEX',
  'http://ns.adobe.com/tiff/1.0/': 'tiff',
  'http://ns.adobe.com/photoshop/1.0/': 'photoshop',
  'http://ns.adobe.com/xmp/1.0/DynamicMedia/': 'xmpDM',
  'http://ns.adobe.com/xmp/note/': 'xmpNote',
  'http://ns.adobe.com/exif/1.0/aux/': 'aux',
  'http://ns.adobe.com/lightroom/1.0/': 'lr',
  'http://www.digikam.org/ns/1.0/': 'digiKam',
  'http://ns.microsoft.com/photo/1.0': 'MicrosoftPhoto',
  'http://ns.microsoft.com/photo/1.0/': 'MicrosoftPhoto',
  'http://ns.microsoft.com/photo/1.2/': 'MP',
  'http://ns.microsoft.com/photo/1.2/t/RegionInfo#': 'MPRI',
  'http://ns.microsoft.com/photo/1.2/t/Region#': 'MPReg',
  'http://www.metadataworkinggroup.com/schemas/regions/': 'mwg-rs',
  'http://www.metadataworkinggroup.com/schemas/keywords/': 'mwg-kw',
  'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/': 'Iptc4xmpCore',
  'http://iptc.org/std/Iptc4xmpExt/2008-02-29/': 'Iptc4xmpExt',
  'http://darktable.sf.net/': 'darktable',
  'http://ns.acdsee.com/iptc/1.0/': 'acdsee',
  'http://ns.google.com/photos/1.0/camera/': 'GCamera',
  'http://ns.google.com/photos/1.0/container/': 'Container',
  'http://ns.google.com/photos/1.0/container/item/': 'Item',
  'http://ns.iview-multimedia.com/mediapro/1.0/': 'mediapro',
  // What became of it.
  'http://ns.microsoft.com/expressionmedia/1.0/': 'mediapro',
};

/** Unbound prefixes are common, one at each use; of anything else there is no end in what is no XML at all. */
const mostErrors = 1_000;

/**
 * The plain properties, lists and structures of an XMP packet (ISO 16684-1). Of alternative languages `x-default` comes
 * first. A packet that is broken gives what was read before.
 * @param onError called with what is wrong with it as XML
 */
export function readXmp(packet: Uint8Array, onError: (message: string) => void = () => undefined): Xmp {
  const properties = new Map<string, string[]>();
  const structures = new Map<string, Structure[]>();
  const parents = new WeakMap<Structure, Structure>();
  const languages = new Map<string, Record<string, string>>();
  const hasDefault = new Set<string>();
  const xmp: Xmp = Object.assign(properties, {
    structuresOf: (name: string) => structures.get(name) ?? [],
    parentOf: (structure: Structure) => parents.get(structure),
    languagesOf: (name: string) => languages.get(name) ?? {},
  });
  if (packet.length > mostTextBytes) {
    onError('it is too large');
    return xmp;
  }
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: OpenElement[] = [];
  let text = '';
  let language: string | undefined;
  let left = mostValues;
  let errorsLeft = mostErrors;
  const count = (values: number) => {
    left -= values;
    if (left < 0) throw new PastLimit(`it has more than ${mostValues} values`);
  };
  /** Of the property being read: inside a Description that is not inside another property. */
  let property: { name: string; depth: number; hasItems: boolean } | undefined;

  const add = (name: string, value: string, isFirst: boolean) => {
    const tidied = tidy(value);
    if (tidied === '') return;
    const values = properties.get(name) ?? [];
    if (isFirst && !hasDefault.has(name)) values.unshift(tidied);
    else values.push(tidied);
    if (isFirst) hasDefault.add(name);
    properties.set(name, values);
  };

  // Unbound prefixes, stray characters and a missing end are common; the parser goes on after each.
  parser.on('error', (error) => {
    onError(error.message);
    if (--errorsLeft < 0) throw new PastLimit('it is broken from end to end');
  });
  parser.on('opentag', (tag) => {
    if (open.length >= mostDepth) throw new PastLimit(`it is nested more than ${mostDepth} deep`);
    const parent = open.at(-1);
    const isDescription = tag.uri === rdf && tag.local === 'Description';
    const isItem = tag.uri === rdf && tag.local === 'li';
    const name = nameOf(tag);
    const attributes = Object.values(tag.attributes);
    count(1 + attributes.length);
    if (isDescription && !property) {
      for (const attribute of attributes) {
        const attributeName = nameOf(attribute);
        if (attributeName !== undefined) add(attributeName, attribute.value, false);
      }
    } else if (!property && parent?.uri === rdf && parent.local === 'Description') {
      if (name !== undefined) property = { name, depth: open.length, hasItems: false };
    }
    if (isItem) language = attributes.find(({ uri, local }) => uri === xml && local === 'lang')?.value;
    // A structure begins at a list's item, or at the property that is one itself.
    const fields = property && (isItem || open.length === property.depth) ? {} : parent?.fields;
    if (isItem && fields !== undefined && parent?.fields !== undefined) parents.set(fields, parent.fields);
    if (property && fields !== undefined && !(isDescription && open.length < property.depth))
      for (const attribute of attributes) {
        const attributeName = nameOf(attribute);
        if (attributeName !== undefined) setField(fields, attributeName, attribute.value);
      }
    const value = attributes.find(({ uri, local }) => uri === rdf && local === 'value')?.value;
    open.push({ uri: tag.uri, local: tag.local, name, fields, value });
    text = '';
  });
  const onText = (part: string) => {
    text += part;
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', (tag) => {
    const closed = open.pop();
    if (!property) return;
    const isLi = tag.uri === rdf && tag.local === 'li';
    // A value that something is said of (7.8): it stands in for what it is the value of.
    if (tag.uri === rdf && tag.local === 'value') {
      const about = open.findLast(({ uri, local }) => uri !== rdf || local === 'li');
      if (about !== undefined) about.value ??= text;
    }
    text = closed?.value ?? text;
    // property > Bag | Seq | Alt > li
    if (isLi && open.length === property.depth + 2) {
      property.hasItems = true;
      add(property.name, text, language === 'x-default');
      if (language !== undefined && tidy(text) !== '') {
        const known = languages.get(property.name) ?? {};
        setField(known, language, text);
        languages.set(property.name, known);
      }
    } else if (open.length === property.depth) {
      if (!property.hasItems) add(property.name, text, false);
    } else if (isLi) {
      // Alternatives or a list inside a structure: its first text is the field's.
      const field = open.findLast(({ uri }) => uri !== rdf);
      if (field?.name !== undefined && field.fields !== undefined) setField(field.fields, field.name, text);
    } else if (closed?.name !== undefined && closed.fields !== undefined) setField(closed.fields, closed.name, text);
    if ((isLi || open.length === property.depth) && closed?.fields !== undefined) {
      const known = structures.get(property.name) ?? [];
      if (Object.keys(closed.fields).length > 0) known.push(closed.fields);
      structures.set(property.name, known);
    }
    if (open.length === property.depth) property = undefined;
    text = '';
  });
  try {
    parser.write(decode(packet)).close();
  } catch (error) {
    if (!(error instanceof PastLimit)) throw error;
    onError(error.message);
  }
  return xmp;
}

/** A packet and the part that had no room in it. A property is in one of them, and if it is in both, the packet's counts. */
export function joinedXmp(packet: Xmp, more: Xmp): Xmp {
  const of = (name: string) => (packet.has(name) || packet.structuresOf(name).length > 0 ? packet : more);
  return Object.assign(new Map([...more, ...packet]), {
    structuresOf: (name: string) => of(name).structuresOf(name),
    parentOf: (structure: Structure) => packet.parentOf(structure) ?? more.parentOf(structure),
    languagesOf: (name: string) => of(name).languagesOf(name),
  });
}

/** The first one counts: an inner element of the same name, as a region's area, must not take its place. */
function setField(fields: Record<string, string>, name: string, value: string): void {
  const tidied = tidy(value);
  if (tidied !== '' && !Object.hasOwn(fields, name)) fields[name] = tidied;
}

function nameOf({ uri, local }: { uri: string; local: string }): string | undefined {
  const prefix = prefixes[uri];
  return prefix === undefined ? undefined : `${prefix}:${local}`;
}

function decode(packet: Uint8Array): string {
  const { encoding, unit } = encodingOf(packet);
  const text = unit === 4 ? decodeUtf32(packet, encoding) : new TextDecoder(encoding).decode(packet);
  // Padding after the packet is often NULs, which XML does not know.
  return text.replaceAll('\0', ' ').trimStart();
}

type Encoding = 'utf-8' | 'utf-16be' | 'utf-16le';

/** UTF-8, -16 or -32 (ISO 16684-1, 7.1), by the mark at its beginning, or by how its first `<` is written. */
function encodingOf(packet: Uint8Array): { encoding: Encoding; unit: 1 | 2 | 4 } {
  const begins = (...bytes: readonly (number | undefined)[]) =>
    bytes.every((byte, at) => (byte === undefined ? packet[at] !== 0 : packet[at] === byte));
  if (begins(0xff, 0xfe, 0, 0) || begins(0x3c, 0, 0, 0)) return { encoding: 'utf-16le', unit: 4 };
  if (begins(0, 0, 0xfe, 0xff) || begins(0, 0, 0, 0x3c)) return { encoding: 'utf-16be', unit: 4 };
  if (begins(0xff, 0xfe) || begins(0x3c, 0, undefined, 0)) return { encoding: 'utf-16le', unit: 2 };
  if (begins(0xfe, 0xff) || begins(0, 0x3c, 0, undefined)) return { encoding: 'utf-16be', unit: 2 };
  return { encoding: 'utf-8', unit: 1 };
}

function decodeUtf32(packet: Uint8Array, order: Encoding): string {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  let text = '';
  for (let at = 0; at + 4 <= packet.length; at += 4) {
    const code = view.getUint32(at, order === 'utf-16le');
    const isCharacter = code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff);
    if (code !== 0xfe_ff) text += isCharacter ? String.fromCodePoint(code) : '\ufffd';
  }
  return text;
}
