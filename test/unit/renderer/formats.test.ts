import { describe, expect, test } from 'vitest';
import { createFormats } from '../../../renderer/logic/formats.ts';

const en = createFormats('en');
const zh = createFormats('zh-CN');

describe('time left', () => {
  test.each([
    [1, '5 sec'],
    [31, '35 sec'],
    [58, '1 min'],
    [748, '12 min'],
    [3600, '1 hr'],
    [5400, '1 hr 30 min'],
    [3 * 86_400, '3 days'],
  ])('of %d seconds is said as %s', (seconds, said) => {
    expect(en.timeLeft(seconds)).toBe(said);
  });

  test('is said in Chinese', () => {
    expect(zh.timeLeft(748)).toBe('12分钟');
  });
});

describe('what a camera wrote', () => {
  test.each([
    [1 / 250, '1/250 s'],
    [0.01, '1/100 s'],
    [0.5, '0.5 s'],
    [30, '30 s'],
  ])('an exposure of %d s is written %s', (seconds, written) => {
    expect(en.exposure(seconds)).toBe(written);
  });

  test('offsets from Greenwich are written east and west, halves too', () => {
    expect(en.offset(60)).toBe('UTC+01:00');
    expect(en.offset(-570)).toBe('UTC−09:30');
  });

  test('a wall-clock time is shown as it was read, whatever zone this machine is in', () => {
    const wallMs = Date.UTC(2019, 6, 14, 23, 30);
    expect(en.day(wallMs)).toBe('July 14, 2019');
    expect(en.dayAndTime(wallMs)).toContain('11:30');
    expect(zh.month(2019, 7)).toBe('2019年7月');
  });
});

describe('sizes and rates', () => {
  test.each([
    [999, '999 byte'],
    [1000, '1 kB'],
    [999_499, '999 kB'],
    [999_600, '1 MB'],
    [2_940_000, '2.9 MB'],
    [1_500_000_000, '1.5 GB'],
  ])('%d bytes are %s', (bytes, said) => {
    expect(en.size(bytes)).toBe(said);
  });

  test('a slow rate keeps a digit, a fast one does not', () => {
    expect(en.rate(3.44)).toBe('3.4');
    expect(en.rate(38.4)).toBe('38');
  });

  test('an agreement that is not perfect does not look perfect', () => {
    expect(en.agreement(0.9991)).toBe('0.9991');
    expect(en.agreement(1)).toBe('1.0000');
  });
});
