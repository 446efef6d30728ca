import { expect, test } from 'vitest';
import { wordForm } from '../../../main/util/word-form.ts';

const form = (text: string) => wordForm(text).toLowerCase().trim().replaceAll(/\s+/g, ' ');

test.each([
  ['Łódź', 'lodz'],
  ['Tromsø', 'tromso'],
  ['Hauptstraße', 'hauptstrasse'],
  ['Đắk Lắk', 'dak lak'],
  ['Ёлка', 'елка'],
  ['Þingvellir', 'thingvellir'],
  ['ＡＢＣ１２', 'abc 12'],
  ['ﬁlm', 'film'],
  ['مُحَمَّد', 'محمد'],
  ['שָׁלוֹם', 'שלום'],
  ['ｶﾞ', 'ガ'],
  ['दादी', 'दादी'],
  ['外婆在西湖边', '外 婆 在 西 湖 边'],
  ['IMG_2034-beachDay', 'img 2034-beach day'],
])('%s is %s, however its accents are put', (text, plain) => {
  expect(form(text.normalize('NFC'))).toBe(plain);
  expect(form(text.normalize('NFD'))).toBe(plain);
});

test('a word is the same whether it is written or asked for with accents or without', () => {
  for (const word of ['Łódź', 'Tromsø', 'Hauptstraße', 'Đắk Lắk', 'Ёлка', 'Þingvellir']) expect(form(form(word))).toBe(form(word));
}); // prettier-ignore
