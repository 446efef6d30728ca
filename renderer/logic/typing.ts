/** Inputs that take no letters. */
const pressed = new Set(['range', 'radio', 'checkbox', 'button', 'submit', 'color', 'file']);

/** What an element says of itself, as far as it takes letters: a field, a box of many lines, a text that can be changed. */
export interface TypedInto {
  readonly tagName?: string;
  readonly type?: string;
  readonly isContentEditable?: boolean;
}

/** Whether what is typed there is text and no command of the window. */
export function isTextField(target: unknown): boolean {
  if (typeof target !== 'object' || target === null) return false;
  const { tagName, type, isContentEditable }: TypedInto = target;
  if (isContentEditable === true) return true;
  if (tagName?.toUpperCase() === 'TEXTAREA') return true;
  return tagName?.toUpperCase() === 'INPUT' && !pressed.has(type ?? 'text');
}
