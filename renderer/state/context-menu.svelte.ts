import type { KeyName } from '../logic/keys.ts';
import type { IconName } from '../parts/icons.ts';
import type { MessageKey } from './language.svelte.ts';

/** A line of a menu: a command, or what is done to one thing alone. */
export interface MenuItem {
  readonly id: string;
  readonly label: MessageKey;
  readonly icon: IconName;
  readonly keys: readonly KeyName[];
  readonly run: () => void;
}

export interface OpenMenu {
  /** What it is about, for a screen reader. */
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly items: readonly MenuItem[];
}

/** The one menu that opens where the pointer or the keyboard asks for it. */
export class ContextMenuState {
  current = $state.raw<OpenMenu | undefined>();

  open(menu: OpenMenu): void {
    if (menu.items.length > 0) this.current = menu;
  }

  /** Where the pointer or the menu key asked for it. */
  openAt(event: MouseEvent, label: string, items: readonly MenuItem[]): void {
    event.preventDefault();
    event.stopPropagation();
    this.open({ label, x: event.clientX, y: event.clientY, items });
  }

  close(): void {
    this.current = undefined;
  }

  take(item: MenuItem): void {
    this.close();
    // After the keyboard went back to where it was: what is done may want it.
    setTimeout(() => item.run());
  }
}
