/** Whether words of the page are marked: what is copied then is these. */
export function isTextSelected(): boolean {
  return typeof getSelection === 'function' && (getSelection()?.toString() ?? '') !== '';
}
