import { expect, test } from 'vitest';
import { readDate, readGpsDate } from '../../../main/formats/metadata/dates.ts';
import { readDateInName } from '../../../main/formats/metadata/name-dates.ts';

const now = Date.UTC(2026, 0, 1);
const iso = (reading: { wallMs: number } | undefined) => reading && new Date(reading.wallMs).toISOString().slice(0, 23);

test.each([
  ['IMG_20200130_095718.jpg', '2020-01-30T09:57:18.000'],
  ['PXL_20200130_095718123.jpg', '2020-01-30T09:57:18.123'],
  ['PXL_20200130_095718123.MP.jpg', '2020-01-30T09:57:18.123'],
  ['telegram_2020-01-30_09-57-18.jpg', '2020-01-30T09:57:18.000'],
  ['photo_2020-01-30_09-57-18 (2).jpg', '2020-01-30T09:57:18.000'],
  ['IMG-20200130-WA0001.jpg', '2020-01-30T00:00:00.000'],
  ['WhatsApp Image 2020-01-30 at 09.57.18.jpeg', '2020-01-30T09:57:18.000'],
  ['WhatsApp Image 2020-01-30 at 9.57.18 PM.jpeg', '2020-01-30T21:57:18.000'],
  ['Screenshot_20200130-095718_Chrome.png', '2020-01-30T09:57:18.000'],
  ['Screenshot 2020-01-30 at 09.57.18 PM.png', '2020-01-30T21:57:18.000'],
  ['Screenshot_2020-01-30-09-57-18.png', '2020-01-30T09:57:18.000'],
  ['20200130_095718(1).jpg', '2020-01-30T09:57:18.000'],
  ['signal-2020-01-30-095718.jpg', '2020-01-30T09:57:18.000'],
  ['2015-02-04.jpg', '2015-02-04T00:00:00.000'],
  ['2015-02-04(1).jpg', '2015-02-04T00:00:00.000'],
  ['1944.06.06 landing.tif', '1944-06-06T00:00:00.000'],
  ['2021-02-30.jpg', undefined],
  ['IMG_20301331_000000.jpg', undefined],
  ['2030-01-01.jpg', undefined],
  ['IMG_4120.JPG', undefined],
  ['DSC_20191234.jpg', undefined],
  ['491712345678-20200130.jpg', '2020-01-30T00:00:00.000'],
  ['1579024638123456.jpg', undefined],
  ['Screenshot 2025-06-16 at 7.24.08\u202Fpm.png', '2025-06-16T19:24:08.000'],
  ['Screenshot 2025-06-16 at 12.24.08\u00A0AM.png', '2025-06-16T00:24:08.000'],
  ['Bildschirmfoto 2021-03-04 um 09.05.12.png', '2021-03-04T09:05:12.000'],
  ['Capture d’écran 2021-03-04 à 09.05.12.png', '2021-03-04T09:05:12.000'],
  ['Capture d’écran 2021-03-04 à 09.05.12.png'.normalize('NFD'), '2021-03-04T09:05:12.000'],
  ['Schermata 2021-03-04 alle 09.05.12.png', '2021-03-04T09:05:12.000'],
  ['Schermata 2021-03-04 alle ore 09.05.12.png', '2021-03-04T09:05:12.000'],
  ['Captura de pantalla 2021-03-04 a la(s) 9.05.12 p. m..png', '2021-03-04T21:05:12.000'],
  ['Captura de Tela 2021-03-04 às 21.05.12.png', '2021-03-04T21:05:12.000'],
  ['Skärmavbild 2021-03-04 kl. 09.05.12.png', '2021-03-04T09:05:12.000'],
  ['Снимок экрана 2021-03-04 в 09.05.12.png', '2021-03-04T09:05:12.000'],
  ['Στιγμιότυπο 2021-03-04, 9.05.12 μ.μ..png', '2021-03-04T21:05:12.000'],
  ['Ekran Resmi 2021-03-04 ÖS 9.05.12.png', '2021-03-04T21:05:12.000'],
  ['截屏2021-03-04 下午9.05.12.png', '2021-03-04T21:05:12.000'],
  ['截圖 2021-03-04 上午12.05.12.png', '2021-03-04T00:05:12.000'],
  ['스크린샷 2021-03-04 오후 9.05.12.png', '2021-03-04T21:05:12.000'],
  ['スクリーンショット 2021-03-04 9.05.12.png', '2021-03-04T09:05:12.000'],
  ['لقطة الشاشة ٢٠٢١-٠٣-٠٤ في ٩.٠٥.١٢ م.png', '2021-03-04T21:05:12.000'],
  ['ภาพหน้าจอ 2564-03-04 เวลา 09.05.12.png', '2021-03-04T09:05:12.000'],
  ['צילום מסך 2021-03-04 ב-9.05.12.png', '2021-03-04T09:05:12.000'],
  ['Screenshot 2023-04-05 112256.png', '2023-04-05T11:22:56.000'],
  ['Screenshot from 2017-02-01 11-32-30.png', '2017-02-01T11:32:30.000'],
  ['Screenshot_2020-01-30-09-57-18-123_com.tencent.mm.jpg', '2020-01-30T09:57:18.123'],
  ['Photo 2015-02-04 9.57 AM.jpg', '2015-02-04T09:57:00.000'],
  ['2015-02-04 09.57.18.jpg', '2015-02-04T09:57:18.000'],
  ['WhatsApp-Bild 2021-05-03 um 21.12.13.jpeg', '2021-05-03T21:12:13.000'],
  ['WhatsApp Image 2021-05-03 at 9.12.13 PM (1).jpeg', '2021-05-03T21:12:13.000'],
  ['photo_5@30-01-2020_09-57-18.jpg', '2020-01-30T09:57:18.000'],
  ['WP_20150204_09_57_18_Pro.jpg', '2015-02-04T09:57:18.000'],
  ['微信图片_20200130095718.jpg', '2020-01-30T09:57:18.000'],
  ['2020013009571800-9AB8C2.jpg', '2020-01-30T09:57:18.000'],
  ['DJI_20200130095718_0001.JPG', '2020-01-30T09:57:18.000'],
  ['20200130T095718Z.jpg', '2020-01-30T09:57:18.000'],
  ['2021年3月4日 9時05分12秒.jpg', '2021-03-04T09:05:12.000'],
  ['Scan 30.01.2020.jpg', '2020-01-30T00:00:00.000'],
  ['2019-05-04 trip-10-20.jpg', '2019-05-04T00:00:00.000'],
  ['IMG_20200130_25999999.jpg', '2020-01-30T00:00:00.000'],
  ['mmexport1525432234567.jpg', '2018-05-04T11:10:34.567'],
  ['FB_IMG_1525432234567.jpg', '2018-05-04T11:10:34.567'],
  ['wx_camera_1525432234567.jpg', '2018-05-04T11:10:34.567'],
  ['1525432234567(1).jpg', '2018-05-04T11:10:34.567'],
  ['1525432234.jpg', '2018-05-04T11:10:34.000'],
  ['IMG_1525432234.jpg', '2018-05-04T11:10:34.000'],
  ['Snapchat-1525432234.jpg', undefined],
  ['1999999999999.jpg', undefined],
  ['12345678_10152543223456789_1525432234567890123_n.jpg', undefined],
  // Numbers of 13 digits that count pictures: Facebook's of old, and Zalo's.
  ['36125_1427012345678_1234567890_31234567_1234567_n.jpg', undefined],
  ['12108_1508212345678_5012_o(1).jpg', undefined],
  ['z1234567890123_0a1b2c3d4e5f60718293a4b5c6d7e8f9.jpg', undefined],
  ['Picsart_20-01-30_09-57-18-123.jpg', '2020-01-30T09:57:18.123'],
  ['Urlaub 2020.1.3.jpg', '2020-01-03T00:00:00.000'],
])('%s was taken %s by its name', (name, expected) => {
  expect(iso(readDateInName(name, now))).toBe(expected);
});

test.each([
  ['2020-01-30_09h57_18.png', '2020-01-30T09:57:18.000'], // Greenshot
  ['vlcsnap-2020-01-30-09h57m18s123.png', '2020-01-30T09:57:18.123'],
  ['2020-01-30_09-57.png', '2020-01-30T09:57:00.000'], // Flameshot
  ['2020_0130_095718_001.JPG', '2020-01-30T09:57:18.001'], // dashcams
  ['VirtualBox_Ubuntu_30_01_2020_09_57_18.png', '2020-01-30T09:57:18.000'],
  ['Halo 1_30_2020 9_57_18 PM.png', '2020-01-30T21:57:18.000'], // Windows' game bar
  ['Photo Jan 30 2020, 9 57 18 PM.jpg', '2020-01-30T21:57:18.000'], // Dropbox
  ['Foto 30.01.20, 09 57 18.jpg', '2020-01-30T09:57:18.000'],
  ['Foto 30.01.87, 09 57 18.jpg', '1987-01-30T09:57:18.000'],
  ['Tangkap Layar 2020-01-30 pada 9.57.18 PTG.png', '2020-01-30T21:57:18.000'],
  ['צילום מסך 2020-01-30 ב-9.57.18 אחה״צ.png', '2020-01-30T21:57:18.000'],
  ['Scan 2020-1-3 9.57.18.jpg', '2020-01-03T09:57:18.000'],
  ['Adobe Scan 30 Jan 2020.jpg', '2020-01-30 day'],
  ['Adobe Scan 30 janv. 2020.jpg', '2020-01-30 day'],
  ['10 de enero de 2012.jpg', '2012-01-10 day'],
  ['Urlaub 12. August 1993.jpg', '1993-08-12 day'],
  ['August 1993.jpg', '1993-08 month'],
  ['styczeń 2010.jpg', '2010-01 month'],
  ['Καλοκαίρι Αύγουστος 1999.jpg', '1999-08 month'],
  ['Photo Set 2018.jpg', undefined],
  ['Night Out 2016.jpg', undefined],
  ['Listopad 2010.jpg', undefined], // October in Croatian, November in Czech and Polish
  ['03_04_2020.jpg', undefined],
  ['Photo on 1-30-20 at 9.57 PM #2.jpg', '2020-01-30T21:57:00.000'], // Photo Booth
  ['Photo on 30-1-20 at 21.57.jpg', '2020-01-30T21:57:00.000'],
  ['Photo on 3-4-20 at 9.57 PM.jpg', undefined],
  ['Route 3-25-21 to town.jpg', undefined],
  ['Screen_Shot_2020-01-30_at_9.57.18_PM.png', '2020-01-30T21:57:18.000'],
  ['10.10.10.10 05.jpg', undefined],
  ['Blade Runner 2049.jpg', undefined],
])('%s is of %s', (name, expected) => {
  const found = readDateInName(name, now);
  const text = found && new Date(found.wallMs).toISOString().slice(0, { year: 4, month: 7, day: 10, '': 23 }[found.precision ?? '']);
  expect(found?.precision === undefined ? text : `${text} ${found.precision}`).toBe(expected);
}); // prettier-ignore

test('a name without a time is a day', () => {
  expect(readDateInName('IMG-20200130-WA0001.jpg', now)?.precision).toBe('day');
  expect(readDateInName('IMG_20200130_095718.jpg', now)?.precision).toBeUndefined();
});

test('only the names that are in UTC say so', () => {
  expect(readDateInName('mmexport1525432234567.jpg', now)?.offsetMin).toBe(0);
  expect(readDateInName('PXL_20200130_095718123.jpg', now)?.offsetMin).toBe(0);
  expect(readDateInName('IMG_20200130_095718.jpg', now)?.offsetMin).toBeUndefined();
});

test.each([
  ['2020:01:30 09:57:18', '2020-01-30T09:57:18.000', undefined],
  ['2020-01-30T09:57:18.5+02:00', '2020-01-30T09:57:18.500', 120],
  ['2020-01-30T09:57Z', '2020-01-30T09:57:00.000', 0],
  ['20200130 095718-0330', '2020-01-30T09:57:18.000', -210],
  ['2020', '2020-01-01T00:00:00.000', undefined],
  ['2020-06', '2020-06-01T00:00:00.000', undefined],
  ['1826:06:01 12:00:00', '1826-06-01T12:00:00.000', undefined],
  ['1825:06:01 12:00:00', undefined, undefined],
  ['0000:00:00 00:00:00', undefined, undefined],
  ['    :  :     :  :  ', undefined, undefined],
  ['2020:13:01 00:00:00', undefined, undefined],
  ['2020:01:30 25:00:00', undefined, undefined],
  ['2026:01:03 00:00:00', undefined, undefined],
  ['2026:01:01 23:00:00', '2026-01-01T23:00:00.000', undefined],
  ['2016-12-16 16:53:35 -06:00', '2016-12-16T16:53:35.000', -360],
  // Phones that count hours from 1 to 24 mean the beginning of the day they name; ISO 8601 its end.
  ['2019:01:01 24:04:20', '2019-01-01T00:04:20.000', undefined],
  ['2016-01-25T24:00:00', '2016-01-26T00:00:00.000', undefined],
  ['', undefined, undefined],
])('"%s" is %s, %s minutes east', (text, expected, offsetMin) => {
  const found = readDate(text, now);
  expect(iso(found)).toBe(expected);
  expect(found?.offsetMin).toBe(offsetMin);
});

test.each([
  ['1993', '1993-01-01', 'year'],
  ['1993:  :     :  :  ', '1993-01-01', 'year'],
  ['1993:00:00 00:00:00', '1993-01-01', 'year'],
  ['19780000', '1978-01-01', 'year'],
  ['1993-08', '1993-08-01', 'month'],
  ['1993:08:     :  :  ', '1993-08-01', 'month'],
  ['1993:08:00 00:00:00', '1993-08-01', 'month'],
  ['19780900', '1978-09-01', 'month'],
  ['19780900 000000+0000', '1978-09-01', 'month'],
  ['1993-08-04', '1993-08-04', 'day'],
  ['1993:08:04   :  :  ', '1993-08-04', 'day'],
  ['1993-08-04Z', '1993-08-04', 'day'],
  ['1993-08-04+02:00', '1993-08-04', 'day'],
  ['1993-XX-XX', '1993-01-01', 'year'],
  ['1993?', '1993-01-01', 'year'],
  ['1993:08:04 10:  :  ', '1993-08-04', 'day'],
  ['1993:08:04 10:11:  ', '1993-08-04', undefined],
  ['1993:08:04 00:00:00', '1993-08-04', undefined],
])('of "%s" so much is known: %s, %s', (text, day, precision) => {
  const found = readDate(text, now);
  expect([iso(found)?.slice(0, 10), found?.precision]).toEqual([day, precision]);
});

test.each([
  '1993:8:4 1:2:3',
  '1993:08:04 01.02.03',
  '1993-08-04 01-02-03',
  '1993:08:04 01:02:03.',
  '1993:08:04 01:02:03\0x',
])('a time is read with whatever stands between its numbers: %j', (text) =>
  expect(readDate(text, now)?.wallMs).toBe(Date.UTC(1993, 7, 4, 1, 2, 3)),
);

test('fractions of a second and the offset come from their own tags', () => {
  expect(readDate('2020:01:30 09:57:18', now, { fraction: '075 ', offset: '-05:00' })).toEqual({
    wallMs: Date.UTC(2020, 0, 30, 9, 57, 18, 75),
    offsetMin: -300,
  });
});

test('an offset that no place on earth has is none', () => {
  expect(readDate('2020:01:30 09:57:18', now, { offset: '+25:00' })?.offsetMin).toBeUndefined();
});

test('the clock of GPS is UTC', () => {
  expect(readGpsDate('2020:01:30', [9, 57, 18.5], now)).toEqual({
    wallMs: Date.UTC(2020, 0, 30, 9, 57, 18, 500),
    offsetMin: 0,
  });
  expect(readGpsDate('2020:01:30', [9, 57], now)).toBeUndefined();
  expect(readGpsDate('2020:01:30', [NaN, 0, 0], now)).toBeUndefined();
});
