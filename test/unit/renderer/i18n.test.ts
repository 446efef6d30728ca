import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { failureKind } from '../../../preload/contract/failure.ts';
import { failureSentence } from '../../../renderer/logic/failure-sentence.ts';
import { chooseLanguage, createSpeaker, placeholdersOf, type Catalogue } from '../../../renderer/logic/messages.ts';

const folder = path.join(import.meta.dirname, '../../../renderer/i18n');
const schema = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]));
const read = (code: string): Catalogue =>
  schema.parse(JSON.parse(readFileSync(path.join(folder, `${code}.json`), 'utf8')));
const codes = readdirSync(folder).map((name) => name.replace(/\.json$/, ''));
const english = read('en');

describe.each(codes)('the language %s', (code) => {
  const catalogue = read(code);

  test('says everything that English says, and nothing else', () => {
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(english).sort());
  });

  test('leaves no sentence empty, and fills the same values', () => {
    for (const [key, message] of Object.entries(catalogue)) {
      const texts = typeof message === 'string' ? [message] : Object.values(message);
      expect(
        texts.every((text) => text.trim() !== ''),
        key,
      ).toBe(true);
      const extra = [...placeholdersOf(message)].filter((name) => !placeholdersOf(english[key] ?? '').has(name));
      expect(
        extra.filter((name) => name !== 'count'),
        key,
      ).toEqual([]);
    }
  });

  test('has every plural form that its grammar asks for', () => {
    const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    for (const [key, message] of Object.entries(catalogue))
      if (typeof message !== 'string') expect(Object.keys(message), key).toEqual(expect.arrayContaining(forms));
  });

  test('has a sentence for every kind of failure', () => {
    const speaker = createSpeaker(code);
    for (const kind of failureKind.options) {
      const sentence = failureSentence({ kind, message: 'the reason' }, catalogue, speaker);
      expect(sentence, kind).not.toBe('the reason');
      expect(sentence, kind).not.toMatch(/[{}]/);
    }
  });
});

test('a failure with details says them, one without keeps to the plain sentence', () => {
  const speaker = createSpeaker('en');
  const details = { megapixels: 3000, limit: 512, code: 'none' };
  const say = (more: { details?: typeof details }) =>
    failureSentence({ kind: 'too-many-pixels', message: '', ...more }, english, speaker);
  expect(say({ details })).toContain('3,000 megapixels');
  expect(say({})).toBe(english['failure.too-many-pixels']);
});

test('a failure with the system’s code says the remedy for it', () => {
  const details = { path: '/photos', code: 'ENOSPC', minutes: 15 };
  const sentence = failureSentence({ kind: 'watch-limit', message: '', details }, english, createSpeaker('en'));
  expect(sentence).toContain('/photos');
  expect(sentence).toContain('max_user_watches');
});

test('one and many are said as the language says them', () => {
  const message = english['list.photos'] ?? '';
  expect(createSpeaker('en').say(message, { count: 1 })).toBe('1 photo');
  expect(createSpeaker('en').say(message, { count: 12_000 })).toBe('12,000 photos');
});

test('the system’s language is followed to its nearest kin', () => {
  expect(chooseLanguage('system', 'zh-Hans-SG', codes)).toBe('zh-CN');
  expect(chooseLanguage('system', 'zh-TW', codes)).toBe('en');
  expect(chooseLanguage('system', 'en-AU', codes)).toBe('en');
  expect(chooseLanguage('system', 'fi-FI', codes)).toBe('en');
  expect(chooseLanguage('zh-CN', 'en-US', codes)).toBe('zh-CN');
});
