import { expect, test } from 'vitest';
import { extensions } from '../../../main/formats/index.ts';
import { readSidecar } from '../../../main/formats/metadata/sidecar.ts';
import { pictureKeys, sidecarName } from '../../../main/formats/metadata/sidecar-name.ts';

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
  [`${'x'.repeat(46)}(1).json`, ['json', 'start', `${'x'.repeat(46)}(1)`]],
  [`${'x'.repeat(41)}.jpg..json`, ['json', 'name', `${'x'.repeat(41)}.jpg`]],
  ['a.jpg(1).supplemental-metadata.json', ['json', 'name', 'a(1).jpg']],
  ['PXL_1.MP.supplemental-metadata.json', ['json', 'stem', 'PXL_1.MP']],
  ['PXL_1.MP.supplemental-metadata(1).json', ['json', 'stem', 'PXL_1.MP(1)']],
  ['PXL_20230205_164128403.MP.supplemental-metadat.json', ['json', 'stem', 'PXL_20230205_164128403.MP']],
  ['2013-08-22.json', ['json', 'stem', '2013-08-22']],
  ['metadata.json', ['json', 'stem', 'metadata']],
  ['a.suppl.json', ['json', 'stem', 'a.suppl']],
])('%s is about its photo', (name, wanted) => {
  expect(about(name)).toEqual(wanted);
});

/** Whether JSON of one name is found from a picture of another, and how. */
function jsonOf(json: string, picture: string): string {
  const name = sidecarName(json, extensions);
  if (name === undefined) return 'none';
  const keys = pictureKeys(picture);
  const list = name.aboutIs === 'name' ? 'names' : 'starts';
  const key = pictureKeys(name.about).name;
  if (keys.json[list].includes(key)) return 'its own';
  const at = keys.jsonOfOriginals.findIndex((one) => one[list].includes(key));
  return ['none', 'of its original', 'of what that is a copy of'][at + 1] ?? '';
}
const long = 'IMG_holiday in the mountains with everybody we know';

test.each([
  ['IMG_1.jpg.json', 'IMG_1.jpg', 'its own'],
  ['IMG_1.jpg.json', 'IMG_1-edited.jpg', 'of its original'],
  ['IMG_1.jpg.supplemental-metadata.json', 'IMG_1-bearbeitet.jpg', 'of its original'],
  ['IMG_1.jpg.supplemental-metadata.json', 'IMG_1-ha editado.jpg', 'of its original'],
  ['IMG_1.jpg.json', 'IMG_1-編集済み.jpg', 'of its original'],
  ['IMG_1.jpg.json', 'IMG_1-modifi\u00E9.jpg'.normalize('NFD'), 'of its original'],
  ['IMG_1.jpg(2).json', 'IMG_1-edited(2).jpg', 'of its original'],
  ['IMG_1.jpg(2).json', 'IMG_1(2).jpg', 'its own'],
  ['IMG_1.jpg(2).json', 'IMG_1.jpg', 'none'],
  ['IMG_1.jpg.json', 'IMG_1(2).jpg', 'none'],
  ['IMG_1.jpg.json', 'IMG_1-2.jpg', 'none'],
  ['IMG_1.jpg.json', 'IMG_10.jpg', 'none'],
  [`${long.slice(0, 46)}.json`, `${long}.jpg`, 'its own'],
  [`${long.slice(0, 46)}(1).json`, `${long}(1).jpg`, 'its own'],
  [`${long.slice(0, 46)}(1).json`, `${long}.jpg`, 'none'],
  [`${long.slice(0, 46)}.json`, `${long}(1).jpg`, 'none'],
  ['Urlaub in Knaufspesch in der Schneifel (38).JP.json', 'Urlaub in Knaufspesch in der Schneifel (38).JPG', 'its own'],
  ['caf\u00E9.jpg.json', 'caf\u00E9.jpg'.normalize('NFD'), 'its own'],
  // Names that people had in their Takeouts.
  ['PXL_20220405_090123740.PORTRAIT.jpg.json', 'PXL_20220405_090123740.PORTRAIT-modifi\u00E9.jpg', 'of its original'],
  ['PXL_20230809_203449253.LONG_EXPOSURE-02.ORIGIN.json', 'PXL_20230809_203449253.LONG_EXPOSURE-02.ORIGINA.jpg', 'its own'],
  [`${long.slice(0, 42)}.jpe.json`, `${long.slice(0, 42)}.jpeg`, 'its own'],
  [`${long.slice(0, 42)}.jpe(2).json`, `${long.slice(0, 42)}(2).jpeg`, 'its own'],
  [`${long.slice(0, 42)}.tif.json`, `${long.slice(0, 42)}.tif`, 'its own'],
  [`${long.slice(0, 42)}.tif(2).json`, `${long.slice(0, 42)}(2).tif`, 'its own'],
  ['05yqt21kruxwwlhhgrwrdyb6chhwszi9bqmzu16w0 2.jp.json', '05yqt21kruxwwlhhgrwrdyb6chhwszi9bqmzu16w0 2.jpg', 'its own'],
  ['13039_327707840323_537645323_9470255_27214_n.j(1).json', '13039_327707840323_537645323_9470255_27214_n(1).jpg', 'its own'],
  ['Backyard_ceremony_wedding_photography_xxxxxxx_(494).json', 'Backyard_ceremony_wedding_photography_xxxxxxx_m(494).jpg', 'its own'],
  ['Backyard_ceremony_wedding_photography_xxxxxxx_(494).json', 'Backyard_ceremony_wedding_photography_xxxxxxx_m(185).jpg', 'none'],
  ['😀😃😄😁😆😅😂🤣🥲☺️😊😇🙂🙃😉😌😍🥰😘😗😙😚😋.json', '😀😃😄😁😆😅😂🤣🥲☺️😊😇🙂🙃😉😌😍🥰😘😗😙😚😋😛.jpg', 'its own'],
  ['Screenshot_2024-08-31-00-53-48-647_com.snapcha.json', 'Screenshot_2024-08-31-00-53-48-647_com.snapchat.jpg', 'its own'],
  ['Screenshot_20231027_123303_Facebook.jpg.supple(1).json', 'Screenshot_20231027_123303_Facebook(1).jpg', 'its own'],
  ['MVIMG_20200207_134534~2.jpg.supplemental-metad.json', 'MVIMG_20200207_134534~2.jpg', 'its own'],
  ['IMG-20230325-WA0122~2.jpg.supplemental-metadat.json', 'IMG-20230325-WA0122~2-edited.jpg', 'of its original'],
  ['IMG_1.jpg.supplemental-metadata.json', 'IMG_1~2.jpg', 'none'],
  // Motion photos: the picture's JSON, with its whole name or as Google knows it.
  ['PXL_20230205_164128403.MP.jpg.supplemental-met.json', 'PXL_20230205_164128403.MP.jpg', 'its own'],
  ['PXL_20230205_164128403.MP.jpg.supplemental-met(1).json', 'PXL_20230205_164128403.MP(1).jpg', 'its own'],
  ['PXL_20230205_164128403.MP.jpg.supplemental-met.json', 'PXL_20230205_164128403.MP-edited.jpg', 'of its original'],
  ['PXL_20230205_164128403.MP.supplemental-metadat.json', 'PXL_20230205_164128403.MP.jpg', 'its own'],
  ['PXL_20230205_164128403.MP.json', 'PXL_20230205_164128403.MP.jpg', 'its own'],
  ['PXL_20210102_221126856.MP~2.jpg.json', 'PXL_20210102_221126856.MP~2.jpg', 'its own'],
  // Photos that had no ending when they were uploaded.
  ['2234089303984509579.supplemental-metadata.json', '2234089303984509579.jpg', 'its own'],
  ['2234089303984509579.supplemental-metadata(1).json', '2234089303984509579(1).jpg', 'its own'],
  ['2234089303984509579.supplemental-metadata.json', '2234089303984509579-edited.jpg', 'of its original'],
  ['2013-08-22.json', '2013-08-22.png', 'its own'],
  ['2013-08-22.json', '2013-08-22(1).png', 'none'],
  // Numbers before and behind Google's ending.
  ['IMG_1(1).jpg.supplemental-metadata.json', 'IMG_1(1).jpg', 'its own'],
  ['IMG_1.jpg(1).supplemental-metadata.json', 'IMG_1(1).jpg', 'its own'],
  ['IMG_1.jpg.supplemental-metadata(1).json', 'IMG_1(1).jpg', 'its own'],
  ['IMG_1.jpg.supplemental-metadata(1).json', 'IMG_1.jpg', 'none'],
  ['IMG_1.jpg.supplemental-metadata(1).json', 'IMG_1-bearbeitet(1).jpg', 'of its original'],
  ['IMG_1(1).jpg.supplemental-metadata.json', 'IMG_1(1)-edited.jpg', 'of its original'],
  // Edited twice; the word cut, to nothing at last.
  ['IMG_1-edited.jpg.json', 'IMG_1-edited-edited.jpg', 'of its original'],
  ['IMG_1.jpg.json', 'IMG_1-edited-edited.jpg', 'of what that is a copy of'],
  ['IMG_1.jpg.json', 'IMG_1-edi.jpg', 'of its original'],
  ['IMG_1.jpg.json', 'IMG_1-.jpg', 'of its original'],
  ['Anna.jpg.json', 'Anna-Lena-Maria.jpg', 'none'],
])('%s beside %s: %s', (json, picture, wanted) => {
  expect(jsonOf(json, picture)).toBe(wanted);
}); // prettier-ignore

test.each(
  'bearbeitet,modifi\u00E9,editado,ha editado,editat,modificato,bewerkt,edytowane,изменено,編集済み,编辑,已修改,แก้ไข,संपादित,đã chỉnh sửa,effects,COLLAGE'.split(','),
)('a copy that Google calls -%s speaks as its original', (word) => {
  expect(jsonOf('IMG_1.jpg.supplemental-metadata.json', `IMG_1-${word}.jpg`)).toBe('of its original');
  expect(jsonOf('IMG_1.jpg.supplemental-metadata(3).json', `IMG_1-${word.normalize('NFD')}(3).jpg`)).toBe('of its original');
}); // prettier-ignore

test.each(['.json', '.hidden.xmp', '.hidden.json', '.xmp', 'a.txt', 'a.jpg'])('%s is about no photo', (name) => {
  expect(about(name)).toBeUndefined();
});

const packet = (content: string, attributes = '') => `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" ${attributes} xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:digiKam="http://www.digikam.org/ns/1.0/"
 xmlns:MP="http://ns.microsoft.com/photo/1.2/" xmlns:MPRI="http://ns.microsoft.com/photo/1.2/t/RegionInfo#"
 xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#" xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"
 xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmlns:acdsee="http://ns.acdsee.com/iptc/1.0/"
 xmlns:mediapro="http://ns.iview-multimedia.com/mediapro/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:mwg-kw="http://www.metadataworkinggroup.com/schemas/keywords/"
 xmlns:expressionmedia="http://ns.microsoft.com/expressionmedia/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">${content}</rdf:Description></rdf:RDF></x:xmpmeta>`;
const bag = (name: string, ...items: string[]) =>
  `<${name}><rdf:Bag>${items.map((item) => `<rdf:li>${item}</rdf:li>`).join('')}</rdf:Bag></${name}>`;
const xmp = (content: string, attributes?: string) => readSidecar('xmp', Buffer.from(packet(content, attributes)));

test('people and pets are read from regions of the MWG, people of Windows and of the IPTC list too; faces without a name are none', () => {
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
    'Pets|Rex',
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
        `<acdsee:categories>${categories}</acdsee:categories>`,
    ).keywords,
  ).toEqual(['a|b', 'plain', 'Places|Lisbon', 'Music|AC/DC', 'Sets|Best', 'Trips|Rome']);
});

test('keywords inside each other, as the MWG has them, are paths; one that only leads to others is none', () => {
  const keyword = (name: string, inside = '', applied = '') =>
    `<rdf:li rdf:parseType="Resource">${inside && `<mwg-kw:Children><rdf:Bag>${inside}</rdf:Bag></mwg-kw:Children>`}
      <mwg-kw:Keyword>${name}</mwg-kw:Keyword>${applied && `<mwg-kw:Applied>${applied}</mwg-kw:Applied>`}</rdf:li>`;
  const places = keyword('Places', keyword('Portugal', keyword('Lisbon') + keyword('Porto'), 'True'), 'False');
  expect(
    xmp(
      bag('dc:subject', 'Lisbon') +
        `<mwg-kw:Keywords rdf:parseType="Resource"><mwg-kw:Hierarchy><rdf:Bag>${places}${keyword('Empty', '', 'False')}${keyword('Sea')}
        </rdf:Bag></mwg-kw:Hierarchy></mwg-kw:Keywords>`,
    ).keywords,
  ).toEqual(['Places|Portugal|Lisbon', 'Places|Portugal|Porto', 'Sea']);
});

test('people in every field of the IPTC, their names in one language or several; and those of Expression Media', () => {
  const alternatives = (name: string) =>
    `<rdf:Alt><rdf:li xml:lang="x-default">${name}</rdf:li><rdf:li xml:lang="ru">другое</rdf:li></rdf:Alt>`;
  const one = (field: string, inside: string) =>
    `<${field}><rdf:Bag><rdf:li rdf:parseType="Resource">${inside}</rdf:li></rdf:Bag></${field}>`;
  expect(
    xmp(
      one(
        'Iptc4xmpExt:PersonInImageWDetails',
        `<Iptc4xmpExt:PersonName>${alternatives('Lea')}</Iptc4xmpExt:PersonName>`,
      ) +
        one(
          'Iptc4xmpExt:ImageRegion',
          `<Iptc4xmpExt:Name>${alternatives('upper left')}</Iptc4xmpExt:Name>${bag('Iptc4xmpExt:PersonInImage', 'Jo')}`,
        ) +
        bag('expressionmedia:People', 'Max') +
        bag('expressionmedia:CatalogSets', 'Trips|Rome'),
    ).keywords,
  ).toEqual(['Trips|Rome', 'People|Lea', 'People|Jo', 'People|Max']);
  const shown = one('Iptc4xmpExt:LocationShown', `<Iptc4xmpExt:City>${alternatives('Lisboa')}</Iptc4xmpExt:City>`);
  expect(xmp(shown).location).toBe('Lisboa');
});

test('what something more is said of is read as its value', () => {
  const qualified = (value: string) => `<rdf:value>${value}</rdf:value><xmp:by>somebody</xmp:by>`;
  const words = xmp(
    `<dc:subject><rdf:Bag><rdf:li rdf:parseType="Resource">${qualified('beach')}</rdf:li>
      <rdf:li><rdf:Description>${qualified('sea')}</rdf:Description></rdf:li><rdf:li>sun</rdf:li></rdf:Bag></dc:subject>
    <xmp:Label rdf:parseType="Resource">${qualified('Red')}</xmp:Label>`,
  );
  expect(words).toEqual({ keywords: ['beach', 'sea', 'sun'], label: 'Red' });
});

test('ACDSee’s own words count where there are no others, and so do captions where older programs put them', () => {
  const own = `acdsee:caption="Harbour" acdsee:rating="4"`;
  expect(xmp(bag('acdsee:keywords', 'boats'), own)).toEqual({ keywords: ['boats'], caption: 'Harbour', rating: 4 });
  expect(xmp('<dc:description>Port</dc:description>', `${own} xmp:Rating="2"`)).toMatchObject({ caption: 'Port', rating: 2 });
  expect(xmp('', 'tiff:ImageDescription="Pier"').caption).toBe('Pier');
  expect(xmp('<exif:UserComment xmlns:exif="http://ns.adobe.com/exif/1.0/"><rdf:Alt><rdf:li xml:lang="x-default">Quay</rdf:li></rdf:Alt></exif:UserComment>').caption).toBe('Quay');
}); // prettier-ignore

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
  expect(xmp('', 'digiKam:ColorLabel="4" digiKam:PickLabel="1"')).toEqual({
    keywords: [],
    label: 'Green',
    rating: -1,
    flag: 'rejected',
  });
  expect(xmp('', 'digiKam:PickLabel="3" xmp:Rating="2"')).toMatchObject({ flag: 'picked', rating: 2 });
  expect(xmp('', 'digiKam:PickLabel="2"').flag).toBeUndefined();
  const dm = 'xmlns:xmpDM="http://ns.adobe.com/xmp/1.0/DynamicMedia/"';
  expect(xmp('', `${dm} xmpDM:pick="-1" digiKam:PickLabel="3"`).flag).toBe('rejected');
  expect(xmp('', `${dm} xmpDM:pick="1"`)).toEqual({ keywords: [], flag: 'picked' });
  expect(xmp('', `${dm} xmpDM:pick="0"`).flag).toBeUndefined();
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
    favorited: true,
  };
  expect(readSidecar('json', Buffer.from(JSON.stringify(takeout)))).toEqual({
    keywords: ['People|Oma'],
    caption: 'At the lake',
    takenWallMs: 1580378238_000,
    takenOffsetMin: 0,
    takenFrom: 'json',
    isFavourite: true,
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

test('a position is read in every notation, and 0, 0 is none', () => {
  const place = (latitude: string, longitude: string, rest = '') => {
    const at = `xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude='${latitude}' exif:GPSLongitude='${longitude}' ${rest}`;
    const said = xmp('', at);
    return [said.latitude?.toFixed(4), said.longitude?.toFixed(4)];
  };
  const there = ['35.0122', '-82.5664'];
  expect(place('35.0122', '-82.5664')).toEqual(there);
  expect(place('35.0122N', '82.5664W')).toEqual(there);
  expect(place('35,0.732N', '82,33.984W')).toEqual(there);
  expect(place('35,0,43.92N', '82,33,59.04W')).toEqual(there);
  expect(place('35.0122', '82.5664', 'exif:GPSLatitudeRef="N" exif:GPSLongitudeRef="W"')).toEqual(there);
  expect(place('35.0122', '82.5664', 'exif:GPSLatitudeRef="North" exif:GPSLongitudeRef="West"')).toEqual(there);
  expect(place('35° 0&apos; 43.92&quot; N', '82 deg 33&apos; 59.04&quot; W')).toEqual(there);
  expect(place('35/1 0/1 4392/100', '82/1 33/1 5904/100', 'exif:GPSLatitudeRef="N" exif:GPSLongitudeRef="W"')).toEqual(there);
  expect(place('35,0122', '-82,5664')).toEqual(there);
  for (const [latitude, longitude] of [['0', '0'], ['0,0.0N', '0,0.0E'], ['95', '10'], ['35.0122', ''], ['north', 'west'], ['1,70N', '1,0E']])
    expect(place(latitude ?? '', longitude ?? '')).toEqual([undefined, undefined]);
}); // prettier-ignore

test('the direction and the height come along', () => {
  const exif = 'xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="1,0N" exif:GPSLongitude="2,0E"';
  expect(xmp('', `${exif} exif:GPSImgDirection="2706/10" exif:GPSAltitude="120/10" exif:GPSAltitudeRef="1"`)).toEqual({
    keywords: [],
    latitude: 1,
    longitude: 2,
    altitudeM: -12,
    directionDeg: 270.6,
  });
});

test('an XMP sidecar tells when the photo was taken, not when it was changed itself', () => {
  const exif = 'xmlns:exif="http://ns.adobe.com/exif/1.0/"';
  expect(xmp('', `${exif} exif:DateTimeOriginal="2016-12-16T16:53:35-06:00"`)).toMatchObject({
    takenWallMs: Date.UTC(2016, 11, 16, 16, 53, 35),
    takenOffsetMin: -360,
    takenFrom: 'xmp',
  });
  expect(xmp('', 'photoshop:DateCreated="1993-08"')).toMatchObject({
    takenWallMs: Date.UTC(1993, 7, 1),
    takenPrecision: 'month',
  });
  expect(xmp('', 'xmp:ModifyDate="2020-01-01T00:00:00" xmp:MetadataDate="2020-01-01T00:00:00"')).toEqual({
    keywords: [],
  });
});

test('a sidecar that names the ending it belongs to says so', () => {
  expect(xmp('', 'photoshop:SidecarForExtension="CR2"').forExtension).toBe('cr2');
});

test.each(['NoColor', 'No Color', 'none', 'No Label'])('%s is no label', (label) => {
  expect(xmp('', `xmp:Label="${label}"`).label).toBeUndefined();
});

test('darktable numbers its labels, and may give several', () => {
  const labels = `<d:colorlabels xmlns:d="http://darktable.sf.net/"><rdf:Seq><rdf:li>0</rdf:li><rdf:li>3</rdf:li></rdf:Seq></d:colorlabels>`;
  expect(xmp(labels).label).toBe('Red, Blue');
  expect(xmp('<d:colorlabels xmlns:d="http://darktable.sf.net/"><rdf:Seq/></d:colorlabels>').label).toBeUndefined();
});

const json = (value: unknown) => readSidecar('json', Buffer.from(JSON.stringify(value)));

test('Google Takeout: the moment, before 1970 too, and the place, of which 0, 0 is none', () => {
  const at = (timestamp: string) => json({ title: 'a', photoTakenTime: { timestamp } });
  expect(at('-268272000')).toMatchObject({ takenWallMs: Date.UTC(1961, 6, 2), takenOffsetMin: 0, takenFrom: 'json' });
  for (const none of ['0', '', 'x', '99999999999', '-9999999999999']) expect(at(none)).toEqual({ keywords: [] });
  const placed = (geoData: unknown, geoDataExif?: unknown) => {
    const { latitude, longitude, altitudeM } = json({ title: 'a', url: 'x', geoData, geoDataExif });
    return [latitude, longitude, altitudeM];
  };
  const nowhere = { latitude: 0, longitude: 0, altitude: 0 };
  expect(placed({ latitude: 23.1308, longitude: -82.41, altitude: 7.5 })).toEqual([23.1308, -82.41, 7.5]);
  expect(placed(nowhere, { latitude: 1, longitude: 2, altitude: 0 })).toEqual([1, 2, undefined]);
  expect(placed(nowhere)).toEqual([undefined, undefined, undefined]);
  expect(placed('somewhere')).toEqual([undefined, undefined, undefined]);
});

test('ExifTool’s JSON: dates with their offset, places with their letter', () => {
  expect(
    json([
      {
        SourceFile: 'a.jpg',
        'EXIF:DateTimeOriginal': '2019:04:15 14:40:24',
        'EXIF:OffsetTimeOriginal': '-04:00',
        'EXIF:GPSLatitude': '38 deg 54\' 0.00" N',
        'EXIF:GPSLongitude': 77.25,
        'EXIF:GPSLongitudeRef': 'W',
      },
    ]),
  ).toEqual({
    keywords: [],
    takenWallMs: Date.UTC(2019, 3, 15, 14, 40, 24),
    takenOffsetMin: -240,
    takenFrom: 'json',
    latitude: 38.9,
    longitude: -77.25,
  });
});

test('osxphotos’ own JSON: date, place, words and people', () => {
  const photo = {
    uuid: 'E9BC5C36-7CD1-40A1-A72B-8B8FAC227D51',
    original_filename: 'IMG_1.HEIC',
    date: '2019-07-27T09:16:49.778432-04:00',
    title: null,
    description: 'Bride Wedding day',
    keywords: ['wedding'],
    persons: ['Maria', '_UNKNOWN_'],
    latitude: 41.25,
    longitude: -95.9,
    favorite: true,
  };
  const said = {
    keywords: ['wedding', 'People|Maria'],
    takenWallMs: Date.UTC(2019, 6, 27, 9, 16, 49, 778),
    takenOffsetMin: -240,
    takenFrom: 'json',
    latitude: 41.25,
    longitude: -95.9,
    caption: 'Bride Wedding day',
    isFavourite: true,
  };
  expect(json([photo])).toEqual(said);
  expect(json(photo)).toEqual(said);
});
