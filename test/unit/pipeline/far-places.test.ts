import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { farPlaceOf, systemMounts } from '../../../main/pipeline/far-places.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

const root = '/home/ada/Pictures';

test.each<[string, ReturnType<typeof farPlaceOf>, string?]>([
  ['/', 'system'],
  ['/proc', 'system'],
  ['/sys/class', 'system'],
  ['/etc', 'system'],
  ['/usr/share/backgrounds', 'system'],
  ['/home', 'other-home'],
  ['/home/bob', 'other-home'],
  ['/home/bob/Pictures', 'other-home'],
  ['/net/box/home/bob', 'other-home'],
  ['/Volumes/Mac/Users/bob', 'other-home'],
  ['/home/ada/Videos', undefined],
  ['/home/ada', undefined],
  ['/mnt/nas/photos', undefined],
  ['/media/ada/Stick/DCIM', undefined],
  ['/run/media/ada/Stick/DCIM', undefined],
  ['/tmp/photos', undefined],
  ['/srv/photos', undefined],
  ['/usr/share/more', undefined, '/usr/share/wallpapers'],
  ['/home/bob/more', undefined, '/home/bob/Pictures'],
])('a link to %s is %s', (target, wanted, from = root) => {
  expect(farPlaceOf(target, from, '/home/ada', path.posix)).toBe(wanted);
});

test.each<[string, ReturnType<typeof farPlaceOf>, string?]>([
  ['C:\\', 'system'],
  ['D:\\', 'system'],
  ['c:\\windows\\web', 'system'],
  ['C:\\Program Files\\App', 'system'],
  ['C:\\Windows\\Web\\4K', undefined, 'c:\\windows\\web\\Wallpaper'],
  ['C:\\Users\\Ada\\Videos', undefined],
  ['c:\\users\\ada\\Videos', undefined],
  ['C:\\Users\\Bob\\Pictures', 'other-home'],
  ['C:\\Users\\Bob\\more', undefined, 'c:\\users\\bob\\Pictures'],
  ['D:\\Photos', undefined],
  ['\\\\nas\\photos\\2024', undefined],
])('on Windows a link to %s is %s', (target, wanted, from = 'C:\\Users\\Ada\\Pictures') => {
  expect(farPlaceOf(target, from, 'C:\\Users\\Ada', path.win32)).toBe(wanted);
});

test('mount points of the system are known by their kind, also those with a space', async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'mounts');
  fs.writeFileSync(
    file,
    'proc /proc proc rw 0 0\n/dev/sda1 / ext4 rw 0 0\nsysfs /a\\040b sysfs rw 0 0\nbox:/p /mnt/p nfs4 rw 0 0\n',
  );
  expect([...(await systemMounts(file))]).toEqual(['/proc', '/a b']);
  expect([...(await systemMounts(path.join(folder.path, 'none')))]).toEqual([]);
});
