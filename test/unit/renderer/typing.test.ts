import { expect, test } from 'vitest';
import { isTextField } from '../../../renderer/logic/typing.ts';

test('what takes letters is typed into, whatever kind of field it is', () => {
  for (const field of [
    { tagName: 'TEXTAREA', type: 'textarea' },
    { tagName: 'INPUT', type: 'text' },
    { tagName: 'INPUT', type: 'search' },
    { tagName: 'INPUT', type: 'number' },
    { tagName: 'INPUT', type: 'date' },
    { tagName: 'DIV', isContentEditable: true },
  ])
    expect(isTextField(field), JSON.stringify(field)).toBe(true);
});

test('what is pressed, and what is no element, takes none', () => {
  for (const other of [
    { tagName: 'INPUT', type: 'range' },
    { tagName: 'INPUT', type: 'radio' },
    { tagName: 'INPUT', type: 'checkbox' },
    { tagName: 'BUTTON', type: 'button' },
    { tagName: 'SELECT' },
    { tagName: 'DIV', isContentEditable: false },
    null,
    undefined,
  ])
    expect(isTextField(other), JSON.stringify(other)).toBe(false);
});
