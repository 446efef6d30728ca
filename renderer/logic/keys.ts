/** A key with what is held beside it, written as people write it: `Mod+K`, `Shift+ArrowRight`, `?`. `Mod` is Ctrl, on a Mac Command. */
export type KeyName = string;

export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * Whether that key was pressed. Letters count however they are written, with Shift or Caps Lock; Shift is asked for only
 * where it is named or the key has a name of its own, for `?` and `+` need it on some keyboards and not on others.
 */
export function isPressed(name: KeyName, press: Press): boolean {
  const { key, held } = partsOf(name);
  if (held.has('mod') !== (press.ctrlKey || press.metaKey) || held.has('alt') !== press.altKey) return false;
  const isSign = key.length === 1 && key.toLowerCase() === key.toUpperCase();
  if (!isSign && held.has('shift') !== press.shiftKey) return false;
  return press.key.toLowerCase() === key.toLowerCase();
}

/** As it stands on the keyboard: `Ctrl+K`, on a Mac `⌘K`. */
export function shownKey(name: KeyName, isMac: boolean): string {
  const { key, held } = partsOf(name);
  const shown = signs[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  const before = (['mod', 'alt', 'shift'] as const).filter((one) => held.has(one));
  if (isMac) return before.map((one) => macSigns[one]).join('') + shown;
  return [...before.map((one) => names[one]), shown].join('+');
}

/** For `aria-keyshortcuts`. */
export function spokenKey(name: KeyName, isMac: boolean): string {
  return name.replace('Mod', isMac ? 'Meta' : 'Control').replace(/ $/, 'Space');
}

function partsOf(name: KeyName): { key: string; held: ReadonlySet<string> } {
  // The last sign may be the plus itself.
  const at = name.length < 2 ? -1 : name.lastIndexOf('+', name.length - 2);
  return { key: name.slice(at + 1), held: new Set(at < 0 ? [] : name.slice(0, at).toLowerCase().split('+')) };
}

const signs: Readonly<Record<string, string | undefined>> = {
  ' ': '␣', Enter: '↵', Escape: 'Esc', Delete: 'Del', ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓',
  '-': '−', PageUp: 'PgUp', PageDown: 'PgDn',
}; // prettier-ignore
const names = { mod: 'Ctrl', alt: 'Alt', shift: 'Shift' } as const;
const macSigns = { mod: '⌘', alt: '⌥', shift: '⇧' } as const;
