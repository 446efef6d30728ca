import { expect, test } from 'vitest';
import { clipboardFiles } from '../../../main/app/file-clipboard.ts';

const files = ['/home/me/Oma & Opa/100 % #1.jpg', '/home/me/里斯本.heic'];

test('on Linux file managers are handed addresses, in both ways that they ask for', () => {
  const { text, raw } = clipboardFiles(files, 'linux');
  expect(text).toBe(files.join('\n'));
  const addresses = [
    'file:///home/me/Oma%20&%20Opa/100%20%25%20%231.jpg',
    'file:///home/me/%E9%87%8C%E6%96%AF%E6%9C%AC.heic',
  ];
  expect(raw['x-special/gnome-copied-files']?.toString()).toBe(`copy\n${addresses.join('\n')}`);
  expect(raw['text/uri-list']?.toString()).toBe(`${addresses[0]}\r\n${addresses[1]}\r\n`);
});

test('on a Mac they are a property list, whatever signs are in a name', () => {
  const { raw } = clipboardFiles(['/a/<b> & c.jpg'], 'darwin');
  expect(raw['NSFilenamesPboardType']?.toString()).toContain(
    '<array><string>/a/&lt;b&gt; &amp; c.jpg</string></array>',
  );
});

test('on Windows one file can be pasted, and several are their paths', () => {
  const one = clipboardFiles(['C:\\Photos\\a.jpg'], 'win32');
  expect(one.raw['FileNameW']?.toString('utf16le')).toBe('C:\\Photos\\a.jpg\0');
  expect(clipboardFiles(['C:\\a.jpg', 'C:\\b.jpg'], 'win32')).toEqual({ text: 'C:\\a.jpg\r\nC:\\b.jpg', raw: {} });
});
