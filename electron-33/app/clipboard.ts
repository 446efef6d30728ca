import type { NativeImage } from 'electron';

/** The clipboard of Electron before 45: it takes one form of a thing at a time. */
export interface OldClipboard {
  writeImage(image: NativeImage): void;
  writeBuffer(format: string, bytes: Buffer): void;
}

/** @returns undefined for the clipboard of 45 and later */
export function asOldClipboard(clipboard: unknown): OldClipboard | undefined {
  return isOld(clipboard) ? clipboard : undefined;
}

function isOld(clipboard: unknown): clipboard is OldClipboard {
  return typeof clipboard === 'object' && clipboard !== null && 'writeBuffer' in clipboard && 'writeImage' in clipboard;
}
