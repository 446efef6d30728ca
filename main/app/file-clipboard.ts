import { pathToFileURL } from 'node:url';

/** What file managers ask the clipboard for, by the name of its format, and the paths for everybody else. */
export interface ClipboardFiles {
  readonly text: string;
  readonly raw: Readonly<Record<string, Buffer>>;
}

/**
 * Files as the system's file manager pastes them.
 * Linux: `text/uri-list` (RFC 2483), and what GNOME's Files and its kin ask for. macOS: a property list of paths. Windows knows
 * a list by a number that no program of ours can name, and one file by `FileNameW`.
 * @param files absolute paths, at least one
 */
export function clipboardFiles(files: readonly string[], platform: NodeJS.Platform): ClipboardFiles {
  const text = files.join(platform === 'win32' ? '\r\n' : '\n');
  if (platform === 'win32') {
    const [only = '', ...others] = files;
    return { text, raw: others.length > 0 ? {} : { FileNameW: Buffer.from(`${only}\0`, 'utf16le') } };
  }
  if (platform === 'darwin') return { text, raw: { NSFilenamesPboardType: Buffer.from(propertyList(files)) } };
  const addresses = files.map((file) => pathToFileURL(file, { windows: false }).href);
  return {
    text,
    raw: {
      'x-special/gnome-copied-files': Buffer.from(['copy', ...addresses].join('\n')),
      'text/uri-list': Buffer.from(addresses.map((address) => `${address}\r\n`).join('')),
    },
  };
}

function propertyList(files: readonly string[]): string {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const strings = files.map((file) => `<string>${escaped(file)}</string>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><array>${strings}</array></plist>`;
}
