import * as electron from 'electron';
import { asOldClipboard } from '../../electron-33/app/clipboard.ts';
import type { ClipboardFiles } from './file-clipboard.ts';

/**
 * Puts things into the system's clipboard, all forms of one thing at once.
 * [Note: Two clipboards] Electron before 45 puts one form of its own there and no other beside it: the first of them then stands
 * alone, for development only (electron-33/README.md).
 */
export const systemClipboard = {
  async text(text: string): Promise<void> {
    await electron.clipboard.writeText(text);
  },
  /** @param png as a whole file */
  async picture(png: Uint8Array): Promise<void> {
    const old = asOldClipboard(electron.clipboard);
    if (old) old.writeImage(electron.nativeImage.createFromBuffer(Buffer.from(png)));
    else await write({ 'image/png': new Blob([Uint8Array.from(png)], { type: 'image/png' }) });
  },
  async files({ text, raw }: ClipboardFiles): Promise<void> {
    const old = asOldClipboard(electron.clipboard);
    const [first] = Object.entries(raw);
    if (!old) await write({ 'text/plain': text, ...named(raw) });
    else if (first) old.writeBuffer(...first);
    else await electron.clipboard.writeText(text);
  },
};

function write(forms: Record<string, string | Blob>): Promise<void> {
  return electron.clipboard.write([new electron.ClipboardItem(forms)]);
}

/** The system's own names of formats, as Electron wants them written. */
function named(raw: ClipboardFiles['raw']): Record<string, Blob> {
  return Object.fromEntries(
    Object.entries(raw).map(([format, bytes]) => [
      `electron application/osclipboard;format="${format}"`,
      new Blob([Uint8Array.from(bytes)]),
    ]),
  );
}
