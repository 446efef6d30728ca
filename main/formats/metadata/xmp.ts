/** @file Runs in the embedder process: the bytes are not trusted. */
import { SaxesParser } from 'saxes';
import { tidy } from './text.ts';

/** Properties by name, e.g. `dc:subject`, whatever prefix the file uses; a plain value is a list of one. */
export type Xmp = ReadonlyMap<string, readonly string[]>;

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const xml = 'http://www.w3.org/XML/1998/namespace';
const prefixes: Readonly<Record<string, string>> = {
  'http://purl.org/dc/elements/1.1/': 'dc',
  'http://ns.adobe.com/xap/1.0/': 'xmp',
  'http://ns.adobe.com/exif/1.0/': 'exif',
  'http://cipa.jp/exif/1.0/': 'exifEX',
  'http://ns.adobe.com/tiff/1.0/': 'tiff',
  'http://ns.adobe.com/photoshop/1.0/': 'photoshop',
  'http://ns.adobe.com/exif/1.0/aux/': 'aux',
  'http://ns.adobe.com/lightroom/1.0/': 'lr',
  'http://www.digikam.org/ns/1.0/': 'digiKam',
  'http://ns.microsoft.com/photo/1.0': 'MicrosoftPhoto',
  'http://ns.microsoft.com/photo/1.0/': 'MicrosoftPhoto',
};

/** Real packets are a few kB; those with an edit history for every brush stroke some hundred. */
const maxBytes = 4 * 2 ** 20;

/**
 * The plain properties and lists of an XMP packet (ISO 16684-1): structures in them are passed over. Of alternative
 * languages `x-default` comes first. A packet that is broken gives what was read before.
 */
export function readXmp(packet: Uint8Array): Xmp {
  const properties = new Map<string, string[]>();
  if (packet.length > maxBytes) return properties;
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: { uri: string; local: string }[] = [];
  let text = '';
  let isDefault = false;
  /** Of the property being read: inside a Description that is not inside another property. */
  let property: { name: string; depth: number; hasItems: boolean } | undefined;

  const add = (name: string, value: string, isFirst: boolean) => {
    const tidied = tidy(value);
    if (tidied === '') return;
    const values = properties.get(name) ?? [];
    if (isFirst) values.unshift(tidied);
    else values.push(tidied);
    properties.set(name, values);
  };

  // Unbound prefixes, stray characters and a missing end are common; the parser goes on after each.
  parser.on('error', () => undefined);
  parser.on('opentag', (tag) => {
    const parent = open.at(-1);
    const isDescription = tag.uri === rdf && tag.local === 'Description';
    if (isDescription && !property) {
      for (const attribute of Object.values(tag.attributes)) {
        const name = nameOf(attribute);
        if (name !== undefined) add(name, attribute.value, false);
      }
    } else if (!property && parent?.uri === rdf && parent.local === 'Description') {
      const name = nameOf(tag);
      if (name !== undefined) property = { name, depth: open.length, hasItems: false };
    }
    if (tag.uri === rdf && tag.local === 'li')
      isDefault = Object.values(tag.attributes).some(
        ({ uri, local, value }) => uri === xml && local === 'lang' && value === 'x-default',
      );
    open.push({ uri: tag.uri, local: tag.local });
    text = '';
  });
  const onText = (part: string) => {
    text += part;
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', (tag) => {
    open.pop();
    if (!property) return;
    // property > Bag | Seq | Alt > li
    const isItem = tag.uri === rdf && tag.local === 'li' && open.length === property.depth + 2;
    if (isItem) {
      property.hasItems = true;
      add(property.name, text, isDefault);
    } else if (open.length === property.depth) {
      if (!property.hasItems) add(property.name, text, false);
      property = undefined;
    }
    text = '';
  });
  parser.write(decode(packet)).close();
  return properties;
}

function nameOf({ uri, local }: { uri: string; local: string }): string | undefined {
  const prefix = prefixes[uri];
  return prefix === undefined ? undefined : `${prefix}:${local}`;
}

function decode(packet: Uint8Array): string {
  const [first, second] = packet;
  const encoding =
    first === 0xfe && second === 0xff ? 'utf-16be' : first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-8';
  // Padding after the packet is often NULs, which XML does not know.
  return new TextDecoder(encoding).decode(packet).replaceAll('\0', ' ').trimStart();
}
