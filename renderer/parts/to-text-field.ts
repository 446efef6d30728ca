/** A chip that takes itself away leaves the keyboard to the text field of its box, with the cursor where it was. */
export function toTextField(event: Event & { currentTarget: EventTarget & HTMLElement }): void {
  event.currentTarget.closest('[role="search"]')?.querySelector('input')?.focus();
}
