import type { ListOrder } from '../../preload/contract/list.ts';
import type { Language } from './language.svelte.ts';
import type { SettingsState } from './settings.svelte.ts';
import type { Undo } from './undo.ts';

/** What may be cleared away, and what is asked for it. Words are in English: every model knows them. */
export const cleanUps = {
  screenshots: { text: 'is:screenshot' },
  documents: { text: 'a document or a receipt' },
  blurred: { text: 'is:blurred' },
  dark: { text: 'is:dark' },
  tiny: { text: 'is:tiny' },
  undated: { text: 'is:undated' },
  films: { text: 'is:video', order: 'size' },
} as const satisfies Record<string, { text: string; order?: ListOrder }>;

export type CleanUpKind = keyof typeof cleanUps;

/** Smart albums that are there from the start; one that the person hides stays away. */
export class CleanUp {
  readonly isOpen = $derived.by(() => this.#settings.value.cleanUp.isOpen);
  readonly shown = $derived.by(() => {
    const { hidden } = this.#settings.value.cleanUp;
    // `Object.keys` forgets which they are.
    return (Object.keys(cleanUps) as CleanUpKind[]).filter((kind) => !hidden.includes(kind));
  });

  readonly #settings: SettingsState;
  readonly #language: Language;
  readonly #undo: Undo;

  constructor(settings: SettingsState, language: Language, undo: Undo) {
    this.#settings = settings;
    this.#language = language;
    this.#undo = undo;
  }

  toggle(): void {
    this.#change({ isOpen: !this.isOpen });
  }

  hide(kind: CleanUpKind): void {
    const { hidden } = this.#settings.value.cleanUp;
    this.#change({ hidden: [...hidden, kind] });
    const { t } = this.#language;
    this.#undo.did(t('cleanUp.hidden', { name: t(`cleanUp.${kind}`) }), () => {
      this.#change({ hidden: this.#settings.value.cleanUp.hidden.filter((one) => one !== kind) });
      return Promise.resolve();
    });
  }

  /** All of them, also those that were hidden. */
  showAll(): void {
    this.#change({ isOpen: true, hidden: [] });
  }

  #change(part: Partial<SettingsState['value']['cleanUp']>): void {
    this.#settings.change({ cleanUp: { ...this.#settings.value.cleanUp, ...part } });
  }
}
