import { expect, test } from 'vitest';
import { isPressed, shownKey, spokenKey, type Press } from '../../../renderer/logic/keys.ts';

const press = (key: string, held: Partial<Press> = {}): Press => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...held,
});

test('a letter counts with Caps Lock on, but not with another key held', () => {
  expect(isPressed('S', press('s'))).toBe(true);
  expect(isPressed('S', press('S'))).toBe(true);
  expect(isPressed('S', press('S', { shiftKey: true }))).toBe(false);
  expect(isPressed('S', press('s', { ctrlKey: true }))).toBe(false);
  expect(isPressed('S', press('s', { altKey: true }))).toBe(false);
});

test('the command key is Ctrl or, on a Mac, Command', () => {
  expect(isPressed('Mod+K', press('k', { ctrlKey: true }))).toBe(true);
  expect(isPressed('Mod+K', press('k', { metaKey: true }))).toBe(true);
  expect(isPressed('Mod+K', press('k'))).toBe(false);
  expect(isPressed('Mod+,', press(',', { metaKey: true }))).toBe(true);
});

test('a sign is the sign, whether the keyboard needs Shift for it or not', () => {
  expect(isPressed('?', press('?', { shiftKey: true }))).toBe(true);
  expect(isPressed('+', press('+'))).toBe(true);
  expect(isPressed('+', press('+', { shiftKey: true }))).toBe(true);
  expect(isPressed('Mod++', press('+', { ctrlKey: true }))).toBe(true);
});

test('keys with names ask for Shift where they say it', () => {
  expect(isPressed('Shift+ArrowRight', press('ArrowRight', { shiftKey: true }))).toBe(true);
  expect(isPressed('ArrowRight', press('ArrowRight', { shiftKey: true }))).toBe(false);
});

test('a key is written as it stands on the keyboard', () => {
  expect(['Mod+K', 'Shift+ArrowRight', ' ', 'Delete', '-', '?'].map((key) => shownKey(key, false))).toEqual([
    'Ctrl+K',
    'Shift+→',
    '␣',
    'Del',
    '−',
    '?',
  ]);
  expect(shownKey('Mod+K', true)).toBe('⌘K');
  expect([spokenKey('Mod+K', false), spokenKey('Mod+K', true), spokenKey(' ', false)]).toEqual([
    'Control+K',
    'Meta+K',
    'Space',
  ]);
});
