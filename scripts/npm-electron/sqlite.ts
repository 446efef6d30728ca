import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readManifest, root } from '../root.ts';
import { runQuietly } from '../run.ts';

const source = path.join(root, 'node_modules/better-sqlite3');

/** Where the addon for Node-API 9 lies, or will lie, for the better-sqlite3 that is installed. */
export function sqliteAddonFile(dist: string): string {
  const { version } = readManifest(source);
  return path.join(dist, 'node-api-9', `better_sqlite3-${version}.node`);
}

/** Builds better-sqlite3 for Node-API 9. About a minute; needs g++, make and python3. */
export async function buildSqlite(target: string): Promise<void> {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'sqlite-napi9-'));
  try {
    fs.cpSync(source, work, { recursive: true, dereference: true });
    fs.rmSync(path.join(work, 'prebuilds'), { recursive: true, force: true });
    // The build looks node-addon-api up from the package's own folder.
    fs.mkdirSync(path.join(work, 'node_modules'), { recursive: true });
    fs.symlinkSync(path.join(root, 'node_modules/node-addon-api'), path.join(work, 'node_modules/node-addon-api'));
    rewrite(work);
    const nodeGyp = path.join(root, 'node_modules/node-gyp/bin/node-gyp.js');
    const args = [nodeGyp, 'rebuild', '--release', '--force_build=1', ...nodedir()];
    await runQuietly(process.execPath, args, { cwd: work });
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.copyFileSync(path.join(work, 'build/Release/better_sqlite3.node'), `${target}.new`);
    fs.renameSync(`${target}.new`, target);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** References to strings become references to objects that hold them. */
function rewrite(work: string): void {
  fs.copyFileSync(path.join(import.meta.dirname, 'held.hpp'), path.join(work, 'src/util/held.hpp'));
  const edits: readonly (readonly [file: string, from: RegExp, to: string])[] = [
    ['binding.gyp', /NAPI_VERSION=10/g, 'NAPI_VERSION=9'],
    ['src/better_sqlite3.cpp', /#include "util\/macros.cpp"/, '#include "util/held.hpp"\n#include "util/macros.cpp"'],
    ...[
      'util/constants.cpp',
      'util/bind-map.cpp',
      'util/helpers.cpp',
      'util/custom-aggregate.cpp',
      'objects/database.hpp',
    ].map((name) => [`src/${name}`, /Napi::Reference<Napi::(String|Value)>/g, 'Held<Napi::$1>'] as const),
    ['src/util/bind-map.cpp', /name\(Napi::Persistent\(/g, 'name(hold('],
    ['src/util/constants.cpp', /Napi::Persistent\(Internalized/g, 'hold(Internalized'],
    ['src/util/custom-aggregate.cpp', /start\(Napi::Persistent\(start\)\)/g, 'start(hold(start))'],
  ];
  for (const [name, from, to] of edits) {
    const file = path.join(work, name);
    const before = fs.readFileSync(file, 'utf8');
    const after = before.replace(from, to);
    if (after === before) throw new Error(`better-sqlite3's ${name} is not as this build expects it`);
    fs.writeFileSync(file, after);
  }
}

/**
 * Node's headers. The `node` package of npm has none, so the one first on the PATH is no help: look at every other, and
 * leave it to node-gyp (which obeys npm's `nodedir` setting, and downloads headers otherwise) if none has them.
 */
function nodedir(): readonly string[] {
  if (process.env['npm_config_nodedir']) return [`--nodedir=${process.env['npm_config_nodedir']}`];
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  for (const folder of [...folders, '/usr/bin', '/usr/local/bin']) {
    const node = path.join(folder, 'node');
    if (!fs.existsSync(node)) continue;
    const prefix = path.dirname(path.dirname(fs.realpathSync(node)));
    if (fs.existsSync(path.join(prefix, 'include/node/node_api.h'))) return [`--nodedir=${prefix}`];
  }
  return [];
}
