/**
 * Opens a dialog above everything else while its element is there. The browser gives the keyboard back only where a
 * dialog is closed before it is taken out of the page, which is not so here; and what opened it may be gone as well.
 */
export function modal(dialog: HTMLDialogElement): () => void {
  const opener = document.activeElement;
  dialog.showModal();
  return () => {
    dialog.close();
    queueMicrotask(() => {
      if (document.activeElement !== null && document.activeElement !== document.body) return;
      const isThere = opener instanceof HTMLElement && opener !== document.body && opener.isConnected;
      (isThere ? opener : document.querySelector('main'))?.focus();
    });
  };
}
