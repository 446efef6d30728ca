import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import updater from 'electron-updater';
import { beforeEach, afterEach, expect, test } from 'vitest';
import { createUpdateHttp } from '../../main/updates/http.ts';
import { createUpdates, type Updates } from '../../main/updates/updates.ts';
import { withElectronUpdater } from '../../main/updates/with-electron-updater.ts';
import type { UpdatesState } from '../../preload/contract/updates.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { until } from '../fixtures/open-library.ts';
import { type Mischief, type ReleaseServer, startReleaseServer } from '../fixtures/release-server.ts';

/** The real electron-updater, for an AppImage of version 1.2.0 that lies in a folder of the test's. */
let folder: ReturnType<typeof temporaryFolder>;
let host: ReleaseServer;
const before = process.env['APPIMAGE'];
beforeEach(async () => {
  folder = temporaryFolder();
  host = await startReleaseServer();
  const own = path.join(folder.path, 'Lumisift.AppImage');
  fs.writeFileSync(own, 'this version');
  process.env['APPIMAGE'] = own;
});
afterEach(async () => {
  await host[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
  if (before === undefined) delete process.env['APPIMAGE'];
  else process.env['APPIMAGE'] = before;
});

function open(choice: 'unasked' | 'on' | 'off' = 'on', firstMs = 100_000) {
  let chosen = choice;
  const told: UpdatesState[] = [];
  let installs = 0;
  let isForbidden = false;
  const updates: Updates = createUpdates({
    open: () => {
      const native = new updater.AppImageUpdater(null, {
        version: '1.2.0',
        name: 'lumisift',
        isPackaged: true,
        appUpdateConfigPath: path.join(folder.path, 'app-update.yml'),
        userDataPath: folder.path,
        baseCachePath: path.join(folder.path, 'cache'),
        whenReady: () => Promise.resolve(),
        relaunch: () => undefined,
        quit: () => undefined,
        onQuit: () => undefined,
      });
      fs.writeFileSync(path.join(folder.path, 'app-update.yml'), 'updaterCacheDirName: lumisift-updater\n');
      const http = createUpdateHttp({ env: {} }, 500, 2_000_000);
      const made = withElectronUpdater(native, { url: host.url, keys: [host.key], http }, () => undefined);
      return {
        ...made,
        install(onTrouble) {
          installs++;
          if (isForbidden) onTrouble(new Error('Command pkexec exited with code 126'));
        },
      };
    },
    choice: () => chosen,
    choose: (it) => (chosen = it),
    onChange: (state) => told.push(state),
    log: () => undefined,
    now: () => 1,
    waits: { firstMs, eachMs: 100_000 },
  });
  return {
    updates,
    told,
    installs: () => installs,
    forbid: (isSo: boolean) => (isForbidden = isSo),
    choice: () => chosen,
    /** Waits for the end of what was begun. */
    async after(): Promise<UpdatesState['step']> {
      await until('the step has ended', () => !['looking', 'loading'].includes(updates.state().step.is));
      return updates.state().step;
    },
    [Symbol.dispose]: () => updates.stop(),
  };
}

const filesBelow = () =>
  fs
    .readdirSync(path.join(folder.path, 'cache'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('AppImage'));

test('a newer version is told with its notes, loaded whole, checked, and installed, and not before it is asked for', async () => {
  host.publish('1.3.0');
  using it = open();
  it.updates.look();
  expect(await it.after()).toEqual({
    is: 'found',
    version: '1.3.0',
    notes: 'Photos are found faster.\nAnd <b>more</b> of them.',
  });
  expect(host.asked.some((name) => name.endsWith('AppImage'))).toBe(false);
  it.updates.install();
  expect(await it.after()).toEqual({ is: 'installing', version: '1.3.0' });
  expect(it.installs()).toBe(1);
  expect(it.told.some(({ step }) => step.is === 'loading' && step.percent === 100)).toBe(true);
  const [loaded = ''] = filesBelow();
  expect(fs.readFileSync(path.join(folder.path, 'cache', loaded)).equals(host.file)).toBe(true);
});

test.each(['1.2.0', '1.1.9', '0.9.0'])('version %s is not newer, so it is not offered', async (version) => {
  host.publish(version);
  using it = open();
  it.updates.look();
  expect(await it.after()).toEqual({ is: 'resting', lookedAtMs: 1 });
});

const badManifests: readonly (readonly [what: string, mischief: Mischief, kind: string])[] = [
  ['a manifest that was changed', { replace: { manifest: Buffer.from('version: 9.0.0\n') } }, 'update-untrusted'],
  ['a signature by another key', { replace: { 'manifest.sig': Buffer.alloc(88, 'A') } }, 'update-untrusted'],
  ['the signed manifest of another processor', { signedAs: 'latest-linux-mips.yml' }, 'update-untrusted'],
  ['an empty signature', { replace: { 'manifest.sig': Buffer.alloc(0) } }, 'update-untrusted'],
  [
    'a page in place of the manifest',
    { replace: { manifest: Buffer.from('<html>log in</html>') } },
    'update-untrusted',
  ],
  ['a manifest without end', { replace: { manifest: Buffer.alloc(1_100_000, 'x') } }, 'update-broken'],
  ['nothing there', { status: 404 }, 'update-broken'],
  ['a server in trouble', { status: 503 }, 'update-broken'],
];

test.each(badManifests)('%s is refused in a sentence, and nothing is loaded', async (_what, mischief, kind) => {
  host.publish('1.3.0', mischief);
  using it = open();
  it.updates.look();
  expect(await it.after()).toMatchObject({ is: 'failed', why: { kind } });
  expect(host.asked.some((name) => name.endsWith('AppImage'))).toBe(false);
});

const badFiles: readonly (readonly [what: string, mischief: Mischief, kind: string])[] = [
  ['a file that was changed', { replace: { file: Buffer.alloc(300_000, 'other version') } }, 'update-untrusted'],
  ['a file that is cut off', { cutFileAfter: 100_000 }, 'update-unreachable'],
  ['a file that stops coming', { stallFileAfter: 100_000 }, 'update-unreachable'],
  ['a file without end', { isEndless: true }, 'update-untrusted'],
  ['a file that is missing', { missing: ['Lumisift-next.AppImage'] }, 'update-broken'],
];

test.each(badFiles)(
  '%s is refused in a sentence, nothing is installed, and nothing is left',
  async (_what, mischief, kind) => {
    host.publish('1.3.0', mischief);
    using it = open();
    it.updates.look();
    expect(await it.after()).toMatchObject({ is: 'found' });
    it.updates.install();
    expect(await it.after()).toMatchObject({ is: 'failed', why: { kind } });
    expect(it.installs()).toBe(0);
    expect(filesBelow()).toEqual([]);
    expect(fs.readFileSync(process.env['APPIMAGE'] ?? '', 'utf8')).toBe('this version');
    // The host is mended: the next look finds it, and it is loaded.
    host.publish('1.3.0');
    it.updates.look();
    await it.after();
    it.updates.install();
    expect(await it.after()).toMatchObject({ is: 'installing' });
  },
);

test('what could not be installed, for a password was not given, is said, and can be tried again', async () => {
  host.publish('1.3.0');
  using it = open();
  it.updates.look();
  await it.after();
  it.forbid(true);
  it.updates.install();
  await until('it is said', () => it.updates.state().step.is === 'failed');
  expect(it.updates.state().step).toMatchObject({
    why: { kind: 'update-failed', details: { why: expect.stringContaining('pkexec') } },
  });
  it.forbid(false);
  it.updates.look();
  await it.after();
  it.updates.install();
  expect(await it.after()).toMatchObject({ is: 'installing' });
});

test.runIf(process.platform === 'linux')('a new AppImage is started once the old one has ended', async () => {
  const [started, told] = ['new.sh', 'told'].map((name) => path.join(folder.path, name));
  fs.writeFileSync(started ?? '', `#!/bin/sh\nkill -0 "$OLD" 2>/dev/null && echo early > ${told} || echo right > ${told}\n`, { mode: 0o755 }); // prettier-ignore
  const module = path.join(import.meta.dirname, '../../main/updates/start-after-end.ts');
  const old = `
    import { startAfterEnd } from ${JSON.stringify(module)};
    startAfterEnd(${JSON.stringify(started)}, { ...process.env, OLD: String(process.pid) });
    process.stdin.once('data', () => process.exit());
    console.log('asked for');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', old], { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  expect(fs.existsSync(told ?? '')).toBe(false);
  child.stdin.write('end');
  await until('the new one was started', () => fs.existsSync(told ?? '') && fs.readFileSync(told ?? '', 'utf8') !== '');
  expect(fs.readFileSync(told ?? '', 'utf8')).toBe('right\n');
});

test('a host that is not there is said, by name', async () => {
  host.publish('1.3.0');
  await host[Symbol.asyncDispose]();
  using it = open();
  it.updates.look();
  expect(await it.after()).toMatchObject({
    is: 'failed',
    why: { kind: 'update-unreachable', details: { host: new URL(host.url).host } },
  });
});

test('a host that cannot prove who it is, as where one has to log in first, is said so', async () => {
  const { port } = new URL(host.url); // it answers, but not in TLS
  await expect(
    createUpdateHttp({ env: {} }).request({ protocol: 'https:', hostname: '127.0.0.1', port, path: '/latest.yml' }),
  ).rejects.toMatchObject({ kind: 'update-unproven', message: expect.stringContaining('cannot prove who it is') });
});

test('nobody is asked before the person said yes; they are asked once, and a no stays', async () => {
  host.publish('1.3.0');
  using it = open('unasked', 1);
  expect(it.updates.state().isAsking).toBe(false);
  await until('it is time to ask', () => it.updates.state().isAsking);
  expect(() => it.updates.look()).toThrow('switched off');
  it.updates.answer(false);
  expect(it.choice()).toBe('off');
  expect(it.updates.state().isAsking).toBe(false);
  expect(() => it.updates.look()).toThrow('switched off');
  expect(host.asked).toEqual([]);
  // Later, in the settings.
  it.updates.answer(true);
  expect(await it.after()).toMatchObject({ is: 'found' });
});

test('what is sent tells installations apart by nothing', async () => {
  const http = await import('node:http');
  const seen: Record<string, unknown>[] = [];
  const server = http.createServer((request, response) => {
    seen.push({ url: request.url, ...request.headers });
    response.end('x');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  await createUpdateHttp({ env: {} }).request({ protocol: 'http:', hostname: '127.0.0.1', port, path: '/latest.yml' });
  server.close();
  expect(seen).toEqual([
    {
      url: '/latest.yml',
      host: `127.0.0.1:${port}`,
      'user-agent': 'lumisift',
      'accept-encoding': 'identity',
      connection: 'keep-alive',
    },
  ]);
});
