import { expect, test } from 'vitest';
import { extensions } from '../../../main/formats/index.ts';
import { readSidecar } from '../../../main/formats/metadata/sidecar.ts';
import { sidecarName } from '../../../main/formats/metadata/sidecar-name.ts';

const about = (name: string) => {
  const found = sidecarName(name, extensions);
  return found && [found.kind, found.aboutIs, found.about];
};

test.each([
  ['a.jpg.xmp', ['xmp', 'name', 'a.jpg']],
  ['a.XMP', ['xmp', 'name', 'a']],
  ['a.jpg.json', ['json', 'name', 'a.jpg']],
  ['a.JPG.supplemental-metadata.json', ['json', 'name', 'a.JPG']],
  ['a.jpg.suppl.json', ['json', 'name', 'a.jpg']],
  ['a.jpg.s.json', ['json', 'name', 'a.jpg']],
  ['a.jpg(2).json', ['json', 'name', 'a(2).jpg']],
  ['a.jpg.supplemental-metadata(2).json', ['json', 'name', 'a(2).jpg']],
  ['a(2).jpg.json', ['json', 'name', 'a(2).jpg']],
  [`${'x'.repeat(46)}.json`, ['json', 'start', 'x'.repeat(46)]],
])('%s is about its photo', (name, wanted) => {
  expect(about(name)).toEqual(wanted);
});

test.each(['metadata.json', 'package.json', '.hidden.xmp', '.xmp', 'a.txt', 'a.jpg', 'print-subscriptions.json'])(
  '%s is about no photo',
  (name) => {
    expect(about(name)).toBeUndefined();
  },
);

const packet = (content: string, attributes = '') => `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" ${attributes} xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:digiKam="http://www.digikam.org/ns/1.0/"
 xmlns:MP="http://ns.microsoft.com/photo/1.2/" xmlns:MPRI="http://ns.microsoft.com/photo/1.2/t/RegionInfo#"
 xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#" xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"
 xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmlns:acdsee="http://ns.acdsee.com/iptc/1.0/"
 xmlns:mediapro="http://ns.iview-multimedia.com/mediapro/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">${content}</rdf:Description></rdf:RDF></x:xmpmeta>`;
const bag = (name: string, ...items: string[]) =>
  `<${name}><rdf:Bag>${items.map((item) => `<rdf:li>${item}</rdf:li>`).join('')}</rdf:Bag></${name}>`;
const xmp = (content: string, attributes?: string) => readSidecar('xmp', Buffer.from(packet(content, attributes)));

test('people are read from regions of the MWG, of Windows, and from the IPTC list; pets and faces without a name are none', () => {
  const regions = `<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:AppliedToDimensions stDim:w="10" stDim:h="10" stDim:unit="pixel"
      xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#"/><mwg-rs:RegionList><rdf:Bag>
    <rdf:li><rdf:Description mwg-rs:Name="Oma" mwg-rs:Type="Face"><mwg-rs:Area stArea:x="0.5" stArea:y="0.5"/></rdf:Description></rdf:li>
    <rdf:li rdf:parseType="Resource"><mwg-rs:Area rdf:parseType="Resource"><stArea:x>0.1</stArea:x></mwg-rs:Area>
      <mwg-rs:Name>Zoë "Z" O’Neil</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type></rdf:li>
    <rdf:li mwg-rs:Name="Rex" mwg-rs:Type="Pet"/><rdf:li mwg-rs:Name="Unknown" mwg-rs:Type="Face"/>
    </rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>
    <MP:RegionInfo rdf:parseType="Resource"><MPRI:Regions><rdf:Bag><rdf:li MPReg:Rectangle="0.1, 0.1, 0.2, 0.2" MPReg:PersonDisplayName="Opa"/>
    </rdf:Bag></MPRI:Regions></MP:RegionInfo>`;
  expect(xmp(regions + bag('Iptc4xmpExt:PersonInImage', 'Oma', 'Tante')).keywords).toEqual([
    'People|Oma',
    'People|Zoë "Z" O’Neil',
    'People|Opa',
    'People|Tante',
  ]);
});

test('hierarchies of every dialect are one list; names with separators are known by the flat list', () => {
  const categories =
    '&lt;Categories&gt;&lt;Category Assigned="0"&gt;Trips&lt;Category Assigned="1"&gt;Rome&lt;/Category&gt;&lt;/Category&gt;&lt;/Categories&gt;';
  expect(
    xmp(
      bag('dc:subject', 'Lisbon', 'AC/DC', 'a|b', 'plain') +
        bag('lr:hierarchicalSubject', 'Places|Lisbon', 'a\uFF5Cb') +
        bag('digiKam:TagsList', 'Places/Lisbon', 'AC/DC', 'Music/AC\uFF0FDC', '_Digikam_Internal_Tags_/Scanned') +
        bag('mediapro:CatalogSets', 'Sets|Best') +
        `<acdsee:Categories>${categories}</acdsee:Categories>`,
    ).keywords,
  ).toEqual(['a|b', 'plain', 'Places|Lisbon', 'Music|AC/DC', 'Sets|Best', 'Trips|Rome']);
});

test('labels, flags, titles and places', () => {
  expect(
    xmp(
      '',
      'xmp:Label="Rot" xmp:Rating="-1" photoshop:Headline="Head" photoshop:City="Lisboa" photoshop:Country="Portugal"',
    ),
  ).toEqual({
    keywords: [],
    rating: -1,
    label: 'Rot',
    title: 'Head',
    location: 'Lisboa, Portugal',
  });
  expect(xmp('', 'digiKam:ColorLabel="4" digiKam:PickLabel="1"')).toEqual({ keywords: [], label: 'Green', rating: -1 });
  const shown = `<Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li Iptc4xmpExt:City="Porto" Iptc4xmpExt:CountryName="Portugal"/></rdf:Bag></Iptc4xmpExt:LocationShown>`;
  expect(xmp(shown, 'photoshop:City="Lisboa"').location).toBe('Porto, Portugal');
});

test('captions in several languages are all kept, the default one first', () => {
  const words = xmp(
    '<dc:description><rdf:Alt><rdf:li xml:lang="de-DE">Garten</rdf:li><rdf:li xml:lang="x-default">garden</rdf:li></rdf:Alt></dc:description>',
  );
  expect(words).toEqual({ keywords: [], caption: 'garden', captions: { 'de-DE': 'Garten', 'x-default': 'garden' } });
});

const bomb = `<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY c "&a;&a;&a;&a;&a;&a;">]>${packet('<dc:title>&c;</dc:title>')}`;
const deep = packet(`<dc:title>${'<dc:x>'.repeat(3_000)}${'</dc:x>'.repeat(3_000)}</dc:title>`);
test.each([
  ['no XML', 'hello'],
  ['cut short', packet(bag('dc:subject', 'x')).slice(0, 400)],
  ['an entity bomb', bomb],
  ['nested too deep', deep],
  ['XML of another kind', '<html><body>hello</body></html>'],
  ['empty', ''],
  ['binary', '\xff\xd8\xff\xe0\0\x10JFIF'],
])('a sidecar that is %s is refused whole', (_, text) => {
  expect(() => readSidecar('xmp', Buffer.from(text, 'latin1'))).toThrow(/left as it is/);
});

test('a prefix that nobody bound does not spoil the rest', () => {
  expect(xmp(bag('dc:subject', 'kept') + '<unbound:thing>1</unbound:thing>').keywords).toEqual(['kept']);
});

test('Google Takeout: the description and the people', () => {
  const takeout = {
    title: 'IMG_1.jpg',
    description: 'At the lake\n',
    photoTakenTime: { timestamp: '1580378238' },
    people: [{ name: 'Oma' }, {}],
  };
  expect(readSidecar('json', Buffer.from(JSON.stringify(takeout)))).toEqual({
    keywords: ['People|Oma'],
    caption: 'At the lake',
  });
});

test('osxphotos writes what ExifTool writes, with groups or without', () => {
  const record = {
    SourceFile: 'IMG_1.jpg',
    'XMP:Title': 'Title',
    'XMP:Description': 'Caption',
    'XMP:Subject': ['beach', 2019],
    'IPTC:Keywords': 'beach',
    'XMP:PersonInImage': ['Oma'],
    'XMP:Rating': 5,
  };
  const said = { keywords: ['beach', '2019', 'People|Oma'], caption: 'Caption', title: 'Title', rating: 5 };
  expect(readSidecar('json', Buffer.from(JSON.stringify([record])))).toEqual(said);
  const bare = Object.fromEntries(Object.entries(record).map(([key, value]) => [key.replace(/^.*:/, ''), value]));
  expect(readSidecar('json', Buffer.from(JSON.stringify([bare])))).toEqual(said);
});

test.each([['{"labels": [1]}'], ['[]'], ['null'], ['"text"'], ['[{"name": "x"}]']])(
  'other JSON says nothing: %s',
  (text) => {
    expect(readSidecar('json', Buffer.from(text))).toEqual({ keywords: [] });
  },
);

test.each([['{'], [''], ['\xff\xfe']])('what is no JSON is refused: %j', (text) => {
  expect(() => readSidecar('json', Buffer.from(text, 'latin1'))).toThrow(/not JSON/);
});
