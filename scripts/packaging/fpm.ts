/** @file Started in fpm's place by electron-builder: writes a deb with dpkg-deb. [Note: Stand-ins for the packager's tools] */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    s: { type: 'string', short: 's' },
    force: { type: 'boolean' },
    t: { type: 'string', short: 't' },
    d: { type: 'string', short: 'd', multiple: true },
    'deb-recommends': { type: 'string', multiple: true },
    'deb-compression': { type: 'string', default: 'xz' },
    'deb-priority': { type: 'string', default: 'optional' },
    architecture: { type: 'string', default: 'amd64' },
    'after-install': { type: 'string' },
    'after-remove': { type: 'string' },
    description: { type: 'string', default: '' },
    version: { type: 'string', default: '' },
    package: { type: 'string', default: '' },
    name: { type: 'string', default: '' },
    maintainer: { type: 'string', default: '' },
    vendor: { type: 'string' },
    url: { type: 'string', default: '' },
    license: { type: 'string' },
    category: { type: 'string', default: 'graphics' },
  },
});
/** `gz` is asked for where it has to be quick: by tests. */
const compressions: Readonly<Record<string, readonly string[]>> = { gz: ['-Zgzip', '-z1'] };
if (values.t !== 'deb') throw new Error(`only debs can be made here, and ${values.t ?? 'nothing'} was asked for`);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-deb-'));
fs.chmodSync(folder, 0o755);
try {
  for (const mapping of positionals) place(mapping);
  writeControl();
  execFileSync('dpkg-deb', [
    ...(compressions[values['deb-compression']] ?? [`-Z${values['deb-compression']}`]),
    '--root-owner-group',
    '--build',
    folder,
    values.package,
  ]);
} finally {
  fs.rmSync(folder, { recursive: true });
}

/** `FROM=TO`: a file, or what is in a folder. */
function place(mapping: string): void {
  const [from = '', to = ''] = mapping.split('=');
  const target = path.join(folder, to);
  fs.mkdirSync(from.endsWith('/') ? target : path.dirname(target), { recursive: true });
  fs.cpSync(from, target, { recursive: true, verbatimSymlinks: true });
}

/** Debian Policy, chapter 5: the control file; and the scripts that dpkg calls. */
function writeControl(): void {
  const control = path.join(folder, 'DEBIAN');
  fs.mkdirSync(control, { mode: 0o755 });
  const [synopsis = '', ...text] = values.description.split('\n');
  const fields: Readonly<Record<string, string | undefined>> = {
    Package: values.name,
    Version: values.version,
    Architecture: values.architecture,
    Maintainer: values.maintainer,
    'Installed-Size': String(Math.ceil(sizeOf(folder) / 1024)),
    Depends: values.d?.join(', '),
    Recommends: values['deb-recommends']?.join(', '),
    Section: values.category,
    Priority: values['deb-priority'],
    Homepage: values.url,
    Description: [synopsis, ...text.map((line) => ` ${line.trim() || '.'}`)].join('\n'),
  };
  const lines = Object.entries(fields).flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []));
  fs.writeFileSync(path.join(control, 'control'), `${lines.join('\n')}\n`);
  const scripts = { postinst: values['after-install'], postrm: values['after-remove'] };
  for (const [name, file] of Object.entries(scripts)) {
    if (file === undefined) continue;
    fs.copyFileSync(file, path.join(control, name));
    fs.chmodSync(path.join(control, name), 0o755);
  }
}

function sizeOf(at: string): number {
  return fs
    .readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + fs.statSync(path.join(entry.parentPath, entry.name)).size, 0);
}
