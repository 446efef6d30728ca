import { expect, test } from 'vitest';
import { chipLabel, type ChipWords } from '../../../renderer/logic/chip-label.ts';
import { createFormats } from '../../../renderer/logic/formats.ts';
import { createSpeaker } from '../../../renderer/logic/messages.ts';
import en from '../../../renderer/i18n/en.json' with { type: 'json' };

const formats = createFormats('en');
const speaker = createSpeaker('en');
const sentences = new Map(Object.entries(en));
const words: ChipWords = {
  word(key, values) {
    const message = sentences.get(key);
    return message === undefined ? undefined : speaker.say(message, values);
  },
  days: formats.daySpan,
  months: formats.monthSpan,
  years: formats.yearSpan,
  number: formats.count,
};
const say = (key: string, value: unknown, operand = '?') =>
  chipLabel({ key, value: JSON.parse(JSON.stringify(value)), operand }, words).replaceAll(/[\u2009\u202f\u00a0]/g, ' ');
const at = (day: string) => Date.parse(`${day}T00:00:00Z`);

test('a span of time is said in its largest whole unit, its last day included', () => {
  expect(say('date', { fromMs: at('2019-01-01'), toMs: at('2020-01-01') })).toBe('2019');
  expect(say('date', { fromMs: at('2019-07-01'), toMs: at('2019-08-01') })).toBe('Jul 2019');
  expect(say('date', { fromMs: at('2019-06-01'), toMs: at('2019-09-01') })).toBe('Jun – Aug 2019');
  expect(say('date', { fromMs: at('2019-07-04'), toMs: at('2019-07-05') })).toBe('Jul 4, 2019');
  expect(say('date', { fromMs: at('2019-06-03'), toMs: at('2019-07-05') })).toBe('Jun 3 – Jul 4, 2019');
});

test('an open span says where it begins or ends', () => {
  expect(say('date', { fromMs: at('2021-01-01') })).toBe('since 2021');
  expect(say('date', { toMs: at('2021-05-01') })).toBe('before May 2021');
});

test('stars are said with both ends, or as a least', () => {
  expect(say('rating', { min: 4, max: 5 })).toBe('4 ★ or more');
  expect(say('rating', { min: 3, max: 3 })).toBe('3 ★');
  expect(say('rating', { min: 2, max: 4 })).toBe('2–4 ★');
  expect(say('rating', { min: -1, max: -1 })).toBe('Rejected');
  expect(say('rating', { min: 0, max: 0 })).toBe('no rating');
});

test('names, places and choices are said in words', () => {
  expect(say('camera', { name: 'Canon' })).toBe('Canon');
  expect(say('place', { is: 'country', code: 'DE', name: 'Germany' })).toBe('Germany');
  expect(say('near', { lat: 38.7, lon: -9.1, km: 25, name: 'Lisbon' })).toBe('25 km around Lisbon');
  expect(say('type', { formats: ['jpeg'] }, 'jpeg')).toBe('JPEG');
  expect(say('orientation', { shape: 'portrait' }, 'portrait')).toBe('Portrait');
});

test('a value of another shape, or of a filter that is new, is said as it is typed', () => {
  expect(say('date', { fromMs: 'soon' }, '2019')).toBe('2019');
  expect(say('rating', [4], '4')).toBe('4');
  expect(say('weather', { sky: 'blue' }, 'blue')).toBe('blue');
});
