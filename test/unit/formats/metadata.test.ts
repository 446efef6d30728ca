import fc from 'fast-check';
import type { Exif as SharpExif } from 'sharp';
import { expect, test } from 'vitest';
import { readExif } from '../../../main/formats/metadata/exif.ts';
import { readIptc } from '../../../main/formats/metadata/iptc.ts';
import { readXmp } from '../../../main/formats/metadata/xmp.ts';
import { formatFor, fourColours, open, sharpOf } from './pictures.ts';

interface Written {
  exif?: SharpExif;
  /** Inside `rdf:Description`. */
  xmp?: string;
  iptc?: Buffer;
  path?: string;
  as?: 'jpeg' | 'png' | 'webp' | 'avif';
}

async function metadataOf({ exif, xmp, iptc, path, as = 'jpeg' }: Written) {
  let picture = await sharpOf(fourColours(32, 32), 32, 32);
  if (exif) picture = picture.withExif(exif);
  if (xmp !== undefined) picture = picture.withXmp(packet(xmp));
  const written = await picture.toFormat(as).toBuffer();
  const bytes = iptc ? withIptc(written, iptc) : written;
  return formatFor(bytes).metadata(open(bytes, path ?? '/photos/picture.jpg'));
}

const namespaces = `xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
  xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:digiKam="http://www.digikam.org/ns/1.0/"
  xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"`;

function packet(content: string): string {
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description rdf:about="" ${namespaces}>${content}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
}

const bag = (name: string, ...items: string[]) =>
  `<${name}><rdf:Bag>${items.map((item) => `<rdf:li>${item}</rdf:li>`).join('')}</rdf:Bag></${name}>`;

function dataset(record: number, number: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.of(0x1c, record, number, bytes.length >> 8, bytes.length & 255), bytes]);
}

function withIptc(jpeg: Buffer, iim: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(iim.length);
  const block = [
    Buffer.from('Photoshop 3.0\0' + '8BIM'),
    Buffer.of(4, 4, 0, 0),
    size,
    iim,
    Buffer.alloc(iim.length % 2),
  ];
  const content = Buffer.concat(block);
  const length = content.length + 2;
  return Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.of(0xff, 0xed, length >> 8, length & 255),
    content,
    jpeg.subarray(2),
  ]);
}

const taken = {
  IFD2: { DateTimeOriginal: '2020:01:30 09:57:18', SubSecTimeOriginal: '25', OffsetTimeOriginal: '+05:30' },
};

test.each(['jpeg', 'png', 'webp', 'avif'] as const)('a %s tells when it was taken', async (as) => {
  expect(await metadataOf({ exif: taken, as })).toMatchObject({
    takenWallMs: Date.UTC(2020, 0, 30, 9, 57, 18, 250),
    takenOffsetMin: 330,
    takenFrom: 'exif',
  });
});

test('a TIFF tells it in its own directory', async () => {
  const tiff = await (await sharpOf(fourColours(32, 32), 32, 32)).tiff().toBuffer();
  const directory = tiff.readUInt32LE(4);
  const sampleFormat = 339; // a tag to spare: its entry becomes DateTime, the text is put at the end
  for (let at = directory + 2; ; at += 12) {
    if (tiff.readUInt16LE(at) !== sampleFormat) continue;
    tiff.writeUInt16LE(0x0132, at);
    tiff.writeUInt16LE(2, at + 2);
    tiff.writeUInt32LE(20, at + 4);
    tiff.writeUInt32LE(tiff.length, at + 8);
    break;
  }
  const bytes = Buffer.concat([tiff, Buffer.from('2012:12:12 12:12:12\0')]);
  expect(await formatFor(bytes).metadata(open(bytes, 'scan.tif'))).toMatchObject({
    takenWallMs: Date.UTC(2012, 11, 12, 12, 12, 12),
    takenFrom: 'modified',
  });
});

test('the camera goes before programs, programs before the satellite, and all before the name', async () => {
  const path = '/photos/IMG_20150505_050505.jpg';
  const xmp = '<photoshop:DateCreated>2016-06-06T06:06:06-07:00</photoshop:DateCreated>';
  const iptc = Buffer.concat([dataset(2, 55, '20170707'), dataset(2, 60, '070707+0100')]);
  const gps = { IFD3: { GPSDateStamp: '2018:08:08', GPSTimeStamp: '8/1 8/1 8/1' } };
  const from = async (written: Written) => {
    const { takenFrom, takenWallMs = 0, takenOffsetMin } = await metadataOf({ ...written, path });
    return [takenFrom, new Date(takenWallMs).toISOString().slice(0, 19), takenOffsetMin];
  };
  expect(await from({ exif: { ...taken, ...gps }, xmp, iptc })).toEqual(['exif', '2020-01-30T09:57:18', 330]);
  expect(await from({ exif: gps, xmp, iptc })).toEqual(['xmp', '2016-06-06T06:06:06', -420]);
  expect(await from({ exif: gps, iptc })).toEqual(['iptc', '2017-07-07T07:07:07', 60]);
  expect(await from({})).toEqual(['name', '2015-05-05T05:05:05', undefined]);
});

test('a date that cannot be is passed over', async () => {
  const exif = {
    IFD0: { DateTime: '2011:11:11 11:11:11' },
    IFD2: { DateTimeOriginal: '0000:00:00 00:00:00', DateTimeDigitized: '2999:01:01 00:00:00' },
  };
  expect(await metadataOf({ exif })).toMatchObject({
    takenWallMs: Date.UTC(2011, 10, 11, 11, 11, 11),
    takenFrom: 'modified',
  });
});

test('without any date the file is as old as it is, by the clock on the wall', async () => {
  const fileMs = Date.UTC(2021, 5, 1);
  expect(await metadataOf({})).toMatchObject({
    takenFrom: 'file',
    takenWallMs: fileMs - new Date(fileMs).getTimezoneOffset() * 60_000,
  });
});

test('the camera and how it was set', async () => {
  const exif = {
    IFD0: { Make: ' Canon ', Model: 'Canon EOS 500D' },
    IFD2: {
      LensModel: 'EF50mm f/1.8 II',
      FocalLength: '50/1',
      FNumber: '28/10',
      ExposureTime: '1/250',
      ISOSpeedRatings: '400',
    },
  };
  expect(await metadataOf({ exif })).toMatchObject({
    cameraMake: 'Canon',
    cameraModel: 'EOS 500D',
    lens: 'EF50mm f/1.8 II',
    focalLengthMm: 50,
    aperture: 2.8,
    exposureS: 0.004,
    iso: 400,
  });
});

test('settings that are zero or infinite are absent', async () => {
  const exif = {
    IFD0: { Make: '----' },
    IFD2: { FocalLength: '0/1', FNumber: '5/0', ExposureTime: '0/0', LensModel: '----' },
  };
  const metadata = await metadataOf({ exif });
  for (const key of ['cameraMake', 'lens', 'focalLengthMm', 'aperture', 'exposureS'] as const)
    expect(metadata[key]).toBeUndefined();
});

const position = {
  GPSLatitudeRef: 'S',
  GPSLatitude: '38/1 24/1 1857/100',
  GPSLongitudeRef: 'E',
  GPSLongitude: '144/1 11/1 20/1',
};

test('the position, south negative, below the sea negative', async () => {
  const exif = { IFD3: { ...position, GPSAltitudeRef: '0', GPSAltitude: '12/1' } };
  const jpeg = await (await sharpOf(fourColours(32, 32), 32, 32)).withExif(exif).jpeg().toBuffer();
  const read = () => formatFor(jpeg).metadata(open(jpeg));
  expect((await read()).altitudeM).toBe(12);
  // GPSAltitudeRef: one BYTE, which sharp does not set.
  jpeg[jpeg.indexOf(Buffer.from([5, 0, 1, 0, 1, 0, 0, 0])) + 8] = 1;
  const metadata = await read();
  expect(metadata.altitudeM).toBe(-12);
  expect(metadata.latitude).toBeCloseTo(-38.40516, 5);
  expect(metadata.longitude).toBeCloseTo(144.18889, 5);
});

test.each([
  ['without its hemisphere', { GPSLatitude: '1/1 0/1 0/1', GPSLongitude: '1/1 0/1 0/1' }],
  ['at 0, 0', { ...position, GPSLatitude: '0/1 0/1 0/1', GPSLongitude: '0/1 0/1 0/1' }],
  ['off the globe', { ...position, GPSLatitude: '91/1 0/1 0/1' }],
  ['of one half', { GPSLatitudeRef: 'N', GPSLatitude: '1/1 0/1 0/1' }],
])('a position %s is none', async (_, gps) => {
  const metadata = await metadataOf({ exif: { IFD3: gps } });
  expect([metadata.latitude, metadata.longitude]).toEqual([undefined, undefined]);
});

test('a position in XMP counts where EXIF has none', async () => {
  const xmp = '<exif:GPSLatitude>39,6.9N</exif:GPSLatitude><exif:GPSLongitude>108,24,3W</exif:GPSLongitude>';
  const metadata = await metadataOf({ xmp });
  expect(metadata.latitude).toBeCloseTo(39.115, 6);
  expect(metadata.longitude).toBeCloseTo(-108.400833, 6);
});

test.each([
  ['<xmp:Rating>4</xmp:Rating>', 4],
  ['<xmp:Rating>-1</xmp:Rating>', -1],
  ['<xmp:Rating>-7</xmp:Rating>', undefined],
  ['<xmp:Rating>many</xmp:Rating>', undefined],
  ['<MicrosoftPhoto:Rating>75</MicrosoftPhoto:Rating>', 4],
  ['<MicrosoftPhoto:Rating>99</MicrosoftPhoto:Rating>', 5],
  ['<MicrosoftPhoto:Rating>1</MicrosoftPhoto:Rating>', 1],
])('%s is %s stars', async (xmp, rating) => {
  expect((await metadataOf({ xmp })).rating).toBe(rating);
});

test('a rating may be an attribute', () => {
  const xmp = packet('').replace('rdf:about=""', 'rdf:about="" xmlns:q="http://ns.adobe.com/xap/1.0/" q:Rating="3"');
  expect(readXmp(Buffer.from(xmp)).get('xmp:Rating')).toEqual(['3']);
});

test('the caption in the default language, before IPTC, before EXIF', async () => {
  const xmp = `<dc:description><rdf:Alt><rdf:li xml:lang="de">Oma</rdf:li>
    <rdf:li xml:lang="x-default">Grandma &amp; cake</rdf:li></rdf:Alt></dc:description>`;
  const iptc = dataset(2, 120, 'by IPTC');
  const exif = { IFD0: { ImageDescription: 'by EXIF' } };
  expect((await metadataOf({ xmp, iptc, exif })).caption).toBe('Grandma & cake');
  expect((await metadataOf({ iptc, exif })).caption).toBe('by IPTC');
  expect((await metadataOf({ exif })).caption).toBe('by EXIF');
});

test.each(['OLYMPUS DIGITAL CAMERA', 'SONY DSC', 'DSC_0123', 'oznorWO', 'Exif_JPEG_PICTURE'])(
  '%s is no caption',
  async (ImageDescription) => {
    expect((await metadataOf({ exif: { IFD0: { ImageDescription } } })).caption).toBeUndefined();
  },
);

test('keywords of every dialect, without doubles, in order', async () => {
  const xmp = [
    bag('dc:subject', 'beach', '2019', 'true', 'R&amp;B'),
    bag('lr:hierarchicalSubject', 'Places|Portugal|Lisbon', 'Beach'),
    bag('digiKam:TagsList', 'People/Oma', 'People/Oma'),
    bag('MicrosoftPhoto:LastKeywordXMP', 'holiday'),
  ].join('');
  const iptc = Buffer.concat([dataset(2, 25, 'BEACH'), dataset(2, 25, 'sand')]);
  expect((await metadataOf({ xmp, iptc })).keywords).toEqual([
    'beach', '2019', 'true', 'R&B', 'sand', 'Places|Portugal|Lisbon', 'People|Oma', 'holiday',
  ]); // prettier-ignore
});

test('IPTC is UTF-8 where it says so, else what it looks like', () => {
  const utf8 = dataset(1, 90, Buffer.from([0x1b, 0x25, 0x47]));
  const word = (bytes: Buffer) => dataset(2, 25, bytes);
  expect(readIptc(Buffer.concat([utf8, word(Buffer.from('Zürich'))])).keywords).toEqual(['Zürich']);
  expect(readIptc(word(Buffer.from('Zürich'))).keywords).toEqual(['Zürich']);
  expect(readIptc(word(Buffer.from('Zürich', 'latin1'))).keywords).toEqual(['Zürich']);
  expect(readIptc(word(Buffer.from([0x80, 0x20, 0x35]))).keywords).toEqual(['€ 5']);
  // What says UTF-8 and is not; but of a text that is, one damaged letter changes no other.
  expect(readIptc(Buffer.concat([utf8, word(Buffer.from('Größe', 'latin1'))])).keywords).toEqual(['Größe']);
  const damaged = Buffer.concat([Buffer.from('Größe'), Buffer.of(0xff), Buffer.from('n')]);
  expect(readIptc(Buffer.concat([utf8, word(damaged)])).keywords).toEqual(['Größe\ufffdn']);
});

test.each(['Größenwahn', '我爱摄影', 'Łódź😀'])(
  'IPTC that was cut through a letter of %s loses that letter alone',
  (text) => {
    const all = Buffer.from(text);
    for (let length = 4; length <= all.length; length++) {
      const [keyword = ''] = readIptc(dataset(2, 25, all.subarray(0, length))).keywords;
      expect(text.startsWith(keyword)).toBe(true);
      expect(Buffer.byteLength(keyword)).toBeGreaterThan(length - 4);
    }
    const utf8 = dataset(1, 90, Buffer.from([0x1b, 0x25, 0x47]));
    expect(readIptc(Buffer.concat([utf8, dataset(2, 25, Buffer.from('Größe').subarray(0, 3))])).keywords).toEqual([
      'Gr',
    ]);
    const latin1 = Buffer.from('Größe Café', 'latin1');
    expect(readIptc(dataset(2, 25, latin1)).keywords).toEqual(['Größe Café']);
    expect(readIptc(dataset(2, 25, Buffer.from('Café', 'latin1'))).keywords).toEqual(['Café']);
  },
);

/** A little-endian TIFF structure with these tags in its first directory: type 1 (bytes) each. */
function tiffWith(tags: readonly (readonly [tag: number, type: number, content: Buffer])[]): Buffer {
  const head = Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  const directory = Buffer.alloc(2 + tags.length * 12 + 4);
  directory.writeUInt16LE(tags.length);
  let at = head.length + directory.length;
  tags.forEach(([tag, type, content], i) => {
    directory.writeUInt16LE(tag, 2 + i * 12);
    directory.writeUInt16LE(type, 4 + i * 12);
    directory.writeUInt32LE(content.length, 6 + i * 12);
    if (content.length > 4) directory.writeUInt32LE(at, 10 + i * 12);
    else content.copy(directory, 10 + i * 12);
    if (content.length > 4) at += content.length;
  });
  return Buffer.concat([
    head,
    directory,
    ...tags.map(([, , content]) => content).filter((content) => content.length > 4),
  ]);
}

test('what Windows Explorer wrote is read: keywords, comment, rating', async () => {
  const ucs2 = (text: string) => Buffer.from(`${text}\0`, 'utf16le');
  const exif = tiffWith([
    [0x9c9c, 1, ucs2('Großmutter 🎂')],
    [0x9c9e, 1, ucs2('Oma;Kuchen; 日本')],
  ]);
  const jpeg = await (await sharpOf(fourColours(32, 32), 32, 32)).jpeg().toBuffer();
  const content = Buffer.concat([Buffer.from('Exif\0\0'), exif]);
  const bytes = Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.of(0xff, 0xe1, 0, content.length + 2),
    content,
    jpeg.subarray(2),
  ]);
  const metadata = await formatFor(bytes).metadata(open(bytes));
  expect(metadata.keywords).toEqual(['Oma', 'Kuchen', '日本']);
  expect(metadata.caption).toBe('Großmutter 🎂');
});

test('a broken tag does not hide the others', () => {
  const exif = tiffWith([
    [0x010e, 2, Buffer.from('caption here\0')],
    [0x0110, 2, Buffer.from('Camera 7\0')],
  ]);
  exif.writeUInt32LE(0x7fffffff, 18); // where the first tag's text would be
  expect(readExif(exif).image.get(0x010e)).toBeUndefined();
  expect(readExif(exif).image.get(0x0110)).toMatchObject({ text: 'Camera 7' });
});

test('a packet that breaks off gives what was read before, and an endless one is left alone', () => {
  const whole = packet(`<xmp:Rating>2</xmp:Rating>${bag('dc:subject', 'sea')}`);
  const broken = whole.slice(0, whole.indexOf('sea'));
  expect(readXmp(Buffer.from(broken)).get('xmp:Rating')).toEqual(['2']);
  expect(readXmp(Buffer.alloc(5 * 2 ** 20, '<a>')).size).toBe(0);
});

test('a structure inside a property is not mistaken for properties', () => {
  const xmp = packet('<xmp:History><rdf:Description><xmp:Rating>5</xmp:Rating></rdf:Description></xmp:History>');
  expect(readXmp(Buffer.from(xmp)).has('xmp:Rating')).toBe(false);
});

test('no bytes make a reader fail', () => {
  const start = fc.constantFrom(
    Buffer.alloc(0),
    Buffer.from('II*\0\x08\0\0\0'),
    Buffer.from('8BIM\x04\x04'),
    Buffer.from('<x a="'),
  );
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 300 }), (head, rest) => {
      const bytes = Buffer.concat([head, rest]);
      readExif(bytes);
      readIptc(bytes);
      readXmp(bytes);
    }),
    { numRuns: 1000 },
  );
});
