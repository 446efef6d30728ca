import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readManifest, root } from '../scripts/root.ts';
import { runQuietly } from '../scripts/run.ts';

const source = path.join(root, 'node_modules/better-sqlite3');

/** Where the addon for Node-API 9 lies, or will lie, for the better-sqlite3 that is installed. */
export function sqliteAddonFile(dist: string): string {
  const { version } = readManifest(source);
  return path.join(dist, 'node-api-9', `better_sqlite3-${version}.node`);
}

/**
 * Builds better-sqlite3 for Node-API 9: two files with gcc and g++, some 40 s. By hand and not by node-gyp, which wants Python, make
 * and Node's own headers; an addon of Node-API alone needs no more than node-api-headers has.
 */
export async function buildSqlite(target: string): Promise<void> {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'sqlite-napi9-'));
  try {
    fs.cpSync(source, work, { recursive: true, dereference: true });
    rewrite(work);
    const at = (name: string) => path.join(work, name);
    const includes = [at('deps/sqlite3'), ...['node-addon-api', 'node-api-headers/include'].map(inModules)];
    const common = ['-c', '-O2', '-fPIC', '-fvisibility=hidden', '-pthread', '-DNDEBUG'];
    await Promise.all([
      runQuietly('gcc', [
        ...common,
        '-std=gnu99',
        '-w',
        ...sqliteDefines(work),
        at('deps/sqlite3/sqlite3.c'),
        '-o',
        at('sqlite3.o'),
      ]),
      runQuietly('g++', [
        ...[...common, '-std=c++20', '-w', '-fno-exceptions', '-fvisibility-inlines-hidden'],
        ...addonDefines.map((it) => `-D${it}`),
        ...includes.map((it) => `-I${it}`),
        ...[at('src/better_sqlite3.cpp'), '-o', at('better_sqlite3.o')],
      ]),
    ]);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    const linked = [at('better_sqlite3.o'), at('sqlite3.o'), '-o', `${target}.new`];
    await runQuietly('g++', ['-shared', '-pthread', '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', ...linked, '-ldl']);
    fs.renameSync(`${target}.new`, target);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** As its binding.gyp has them, but for the version of Node-API. */
const addonDefines = ['NAPI_VERSION=9', 'NAPI_DISABLE_CPP_EXCEPTIONS', 'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS'];

function sqliteDefines(work: string): string[] {
  const listed = fs.readFileSync(path.join(work, 'deps/defines.gypi'), 'utf8');
  const defines = [...listed.matchAll(/^\s*'([A-Z][A-Z0-9_]*(?:=-?\w+)?)',$/gm)].map(([, define]) => `-D${define}`);
  if (defines.length < 20) throw new Error("better-sqlite3's deps/defines.gypi is not as this build expects it");
  return defines;
}

function inModules(name: string): string {
  return path.join(root, 'node_modules', name);
}

/** References to strings become references to objects that hold them. */
function rewrite(work: string): void {
  fs.copyFileSync(path.join(import.meta.dirname, 'held.hpp'), path.join(work, 'src/util/held.hpp'));
  const edits: readonly (readonly [file: string, from: RegExp, to: string])[] = [
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
