import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { licences } from '../../preload/contract/licences.ts';
import { electronRuntime } from '../../scripts/electron-runtime.ts';
import { makeInstallers, packForTest } from '../../scripts/package.ts';
import { encodeJxl } from '../fixtures/encode-jxl.ts';
import { makeFreshSystem, whyNoFreshSystem, type FreshSystem } from '../fixtures/fresh-system.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { bareDng } from '../fixtures/raw/bare-dng.ts';

const root = path.join(import.meta.dirname, '../..');
const folder = temporaryFolder();
const out = path.join(folder.path, 'out');
const whyNot = whyNoFreshSystem();
let executable: string;
let installers: readonly string[] = [];
beforeAll(async () => {
  if (whyNot === undefined) {
    const made = await makeInstallers(out, { isQuick: true });
    installers = made.files;
    executable = path.join(out, process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked', 'lumisift');
  } else {
    console.log(`The installers themselves are not tried: ${whyNot}.`);
    executable = await packForTest(await electronRuntime(), out);
  }
}, 900_000);
afterAll(() => folder[Symbol.dispose]());

test('the fuses of the packaged app are set', async () => {
  const fuses = await getCurrentFuseWire(executable);
  const state = (fuse: FuseV1Options) => fuses[fuse];
  expect(state(FuseV1Options.RunAsNode)).toBe(FuseState.DISABLE);
  expect(state(FuseV1Options.EnableCookieEncryption)).toBe(FuseState.ENABLE);
  expect(state(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(FuseState.DISABLE);
  expect(state(FuseV1Options.EnableNodeCliInspectArguments)).toBe(FuseState.DISABLE);
  expect(state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(FuseState.ENABLE);
  expect(state(FuseV1Options.OnlyLoadAppFromAsar)).toBe(FuseState.ENABLE);
  expect(state(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot)).toBe(FuseState.DISABLE);
  expect(state(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(FuseState.DISABLE);
});

test('the packaged app indexes photos with what is inside it, and ends when asked', async () => {
  const photos = path.join(folder.path, 'photos');
  await makePhotos(photos, 2);
  // Each with a decoder of its own that has to be in the package: libheif, libjxl, LibRaw, and the window that reads films.
  fs.copyFileSync(path.join(root, 'test/fixtures/heic/cheers-1440x960.heic'), path.join(photos, 'a.heic'));
  fs.writeFileSync(path.join(photos, 'b.jxl'), await encodeJxl(Buffer.alloc(64 * 48 * 4, 200), 64, 48));
  fs.writeFileSync(path.join(photos, 'c.dng'), bareDng());
  fs.copyFileSync(path.join(root, 'test/fixtures/films/castle-dog-kitchen.mov'), path.join(photos, 'd.mov'));
  const library = path.join(folder.path, 'library');
  const electron = inject('electron');
  const args = [...electron.args, '--library', library, '--add', photos];
  // No inspector and no run-as-node here, so it is watched from outside: by its databases.
  const app = spawn(executable, args, { env: { ...process.env, ...electron.env }, stdio: 'ignore', cwd: folder.path });
  const ended = new Promise((resolve) => app.once('exit', resolve));
  await until('all have vectors', () => countOf(path.join(library, 'index.db'), 'vectors', 'DISTINCT photo_id') === 6);
  app.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(fs.existsSync(path.join(library, 'open'))).toBe(false);
});

test.skipIf(process.platform === 'win32')('ExifTool runs from the package: it lies where Perl can read it', () => {
  const tool = path.join(resourcesOf(executable), 'app.asar.unpacked/node_modules/exiftool-vendored.pl/bin/exiftool');
  expect(execFileSync(tool, ['-ver'], { encoding: 'utf8' })).toMatch(/^\d+\.\d+/);
  expect(execFileSync(tool, ['-list', '-XMP-digiKam:All'], { encoding: 'utf8' })).toContain('TagsList');
});

test('files of other platforms, other languages, sources and documents are not in the package', () => {
  const resources = resourcesOf(executable);
  const unpacked = path.join(resources, 'app.asar.unpacked/node_modules');
  expect(fs.readdirSync(path.join(unpacked, 'onnxruntime-node/bin/napi-v6'))).toEqual([process.platform]);
  expect(fs.readdirSync(path.join(unpacked, 'better-sqlite3/prebuilds'))).toEqual([
    `${process.platform}-${process.arch}.node`,
  ]);
  expect(fs.existsSync(path.join(unpacked, 'better-sqlite3/src'))).toBe(false);
  const files = packedFiles();
  expect(files.filter((name) => /\.(md|ts|mts|cts|map|pod)$|\/docs?\//.test(name))).toEqual([]);
  if (process.platform === 'linux')
    expect(fs.readdirSync(path.join(path.dirname(executable), 'locales')).sort()).toEqual(
      ['en-GB', 'en-US', 'zh-CN', 'zh-TW'].map((it) => `${it}.pak`),
    );
});

test('the notice names every package that is inside, and nothing that is not', () => {
  const { notices, texts } = licences.parse(JSON.parse(fs.readFileSync(path.join(root, 'dist/licences.json'), 'utf8')));
  const packed = packedFiles().flatMap(
    (name) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(name)?.[1] ?? [],
  );
  const named = new Set(notices.map(({ name }) => /\(([^ ]+)\)$/.exec(name)?.[1] ?? name));
  expect([...new Set(packed)].filter((name) => !named.has(name))).toEqual([]);
  // The window's own: Svelte is compiled into it.
  const packages = new Set([...packed, 'svelte']);
  const fromNpm = notices.filter(
    ({ from, name }) => name.startsWith('@') || packages.has(name) || from?.includes('npm'),
  );
  expect(fromNpm.map(({ name }) => name).filter((name) => !packages.has(name))).toEqual([]);
  for (const what of [
    'libvips',
    'libheif',
    'libde265',
    'ExifTool',
    'ONNX Runtime',
    'Chromium',
    'GeoNames',
    'bundled model',
    'Vocabularies',
  ])
    expect(
      notices.some(({ name }) => name.includes(what)),
      what,
    ).toBe(true);
  for (const notice of notices) for (const text of notice.texts) expect(texts[text]?.trim()).toBeTruthy();
  const chromium = fs.readFileSync(path.join(resourcesOf(executable), 'LICENSES.chromium.html.br'));
  expect(brotliDecompressSync(chromium).toString()).toContain('The Chromium Authors');
});

test('the unpacked app weighs 380 MB at most', () => {
  const bytes = fs
    .readdirSync(path.dirname(executable), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + fs.statSync(path.join(entry.parentPath, entry.name)).size, 0);
  console.log(`unpacked: ${(bytes / 1e6).toFixed(1)} MB`);
  expect(bytes / 1e6).toBeLessThanOrEqual(380);
});

describe.skipIf(whyNot !== undefined)('in a fresh Debian 13', () => {
  let system: FreshSystem;
  const withEnding = (ending: string) => installers.find((file) => file.endsWith(ending)) ?? '';
  beforeAll(() => {
    system = makeFreshSystem(path.join(folder.path, 'system'), 'trixie');
    fs.copyFileSync(withEnding('.deb'), path.join(system.folder, 'tmp/lumisift.deb'));
    system.asRoot(
      'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /tmp/lumisift.deb 2>&1',
    );
  }, 900_000);
  afterAll(() => system[Symbol.dispose]());

  test('the deb brings all that the app links, its desktop file, icons and command', () => {
    expect(system.asRoot('ldd /opt/Lumisift/lumisift')).not.toContain('not found');
    const entry = path.join(system.folder, 'usr/share/applications/io.github.lumisift.Lumisift.desktop');
    expect(execFileSync('desktop-file-validate', [entry], { encoding: 'utf8' })).toBe('');
    const text = fs.readFileSync(entry, 'utf8');
    expect(text).toContain('Exec=/opt/Lumisift/lumisift %U\n');
    expect(text).toContain('StartupWMClass=io.github.lumisift.Lumisift\n');
    for (const size of [16, 24, 32, 48, 64, 96, 128, 256, 512])
      expect(fs.existsSync(path.join(system.folder, `usr/share/icons/hicolor/${size}x${size}/apps/lumisift.png`))).toBe(
        true,
      );
    expect(fs.existsSync(path.join(system.folder, 'usr/share/icons/hicolor/scalable/apps/lumisift.svg'))).toBe(true);
    expect(system.asUser('lumisift --version')).toMatchObject({ code: 0 });
    expect(system.asUser('lumisift /nowhere.jpg')).toMatchObject({
      code: 1,
      said: expect.stringContaining('lumisift: /nowhere.jpg is not there.'),
    });
  });

  test('a user starts it with the sandbox on, 12 photos are indexed, and removing it leaves the library', async () => {
    await makePhotos(path.join(system.folder, 'home/somebody/Photos'), 12);
    system.asRoot('chown -R somebody /home/somebody');
    const library = path.join(system.folder, 'home/somebody/.config/Lumisift/library');
    const electron = inject('electron');
    const app = system.startAsUser('lumisift --add /home/somebody/Photos', {
      DISPLAY: electron.env['DISPLAY'] ?? process.env['DISPLAY'] ?? '',
    });
    const ended = new Promise((resolve) => app.once('exit', resolve));
    try {
      await until('12 photos have vectors', () => countOf(path.join(library, 'index.db'), 'vectors') === 12);
      const pages = processesOf(system.folder).filter(({ args }) => args.join(' ').includes('--type=renderer'));
      expect(pages.length).toBeGreaterThan(0);
      // seccomp(2): the kernel filters what a page may ask of it.
      for (const { args, status } of pages) {
        expect(args.join(' ')).not.toContain('--no-sandbox');
        expect(status).toMatch(/^Seccomp:\s+2$/m);
      }
    } finally {
      for (const { pid, args } of processesOf(system.folder))
        if (args[0] === '/opt/Lumisift/lumisift' && !args.join(' ').includes('--type=')) process.kill(pid, 'SIGTERM');
    }
    await ended;
    // Read by the command line, which is the same program without a window.
    const status = system.asUser('lumisift --json status');
    expect(JSON.parse(status.printed)).toMatchObject({ photoCount: 12 });
    system.asRoot('DEBIAN_FRONTEND=noninteractive apt-get remove -y -qq lumisift 2>&1');
    expect(fs.existsSync(path.join(system.folder, 'opt/Lumisift'))).toBe(false);
    expect(fs.existsSync(path.join(system.folder, 'usr/bin/lumisift'))).toBe(false);
    expect(countOf(path.join(library, 'library.db'), 'photos')).toBe(12);
  });

  test('the AppImage holds the same app, and starts', () => {
    const image = withEnding('.AppImage');
    const offset = execFileSync(image, ['--appimage-offset'], { encoding: 'utf8' }).trim();
    const listed = execFileSync('unsquashfs', ['-o', offset, '-l', '-d', '', image], { encoding: 'utf8' }).split('\n');
    for (const name of [
      '/AppRun',
      '/lumisift',
      '/io.github.lumisift.Lumisift.desktop',
      '/.DirIcon',
      '/resources/app.asar',
    ])
      expect(listed).toContain(name);
    const entry = execFileSync('unsquashfs', ['-o', offset, '-cat', image, 'io.github.lumisift.Lumisift.desktop'], {
      encoding: 'utf8',
    });
    expect(entry).toMatch(/^Exec=AppRun %U$/m);
    expect(entry).not.toContain('--no-sandbox');
    // As root there is no sandbox; a command needs no screen.
    const printed = execFileSync(
      image,
      ['--no-sandbox', '--ozone-platform=headless', '--lumisift-command', '--version'],
      {
        encoding: 'utf8',
        env: { ...process.env, TMPDIR: folder.path },
      },
    );
    expect(printed.trim()).toBe(JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).version);
  });
});

function resourcesOf(file: string): string {
  return process.platform === 'darwin'
    ? path.join(path.dirname(file), '../Resources')
    : path.join(path.dirname(file), 'resources');
}

/** Of the archive and what lies unpacked beside it. */
function packedFiles(): string[] {
  return listPackage(path.join(resourcesOf(executable), 'app.asar'), { isPack: false }).map((name) =>
    name.replaceAll('\\', '/'),
  );
}

/** The processes whose root is this folder, or began below it. Those that Chromium's zygote makes have all arguments in one. */
function processesOf(system: string): { pid: number; args: string[]; status: string }[] {
  return fs.readdirSync('/proc').flatMap((name) => {
    try {
      const args = fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
      // Chromium's sandbox gives a page a root of its own, somewhere below.
      if (!fs.readlinkSync(`/proc/${name}/root`).startsWith(system)) return [];
      return [{ pid: Number(name), args, status: fs.readFileSync(`/proc/${name}/status`, 'utf8') }];
    } catch {
      return []; // no process, or ended meanwhile
    }
  });
}

function countOf(file: string, table: string, what = '*'): number {
  if (!fs.existsSync(file)) return 0;
  const sql = new Database(file, { readonly: true });
  try {
    const row = sql.prepare<[], { count: number }>(`SELECT count(${what}) AS count FROM ${table}`).get();
    return row?.count ?? 0;
  } catch {
    return 0; // its tables are being made
  } finally {
    sql.close();
  }
}
