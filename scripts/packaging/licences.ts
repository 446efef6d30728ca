import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Licences } from '../../preload/contract/licences.ts';
import { root } from '../root.ts';

/**
 * The notice of everything that ships: the app's own licence, every npm package, what is inside libvips and libheif, the
 * runtime, the model and the data. test/e2e/package.test.ts compares it with what is in the package.
 */
export function collectLicences(): Licences {
  const texts: string[] = [];
  const notices = [...ours(), ...shippedPackages().map(ofPackage), ...partsOfLibvips(), ...others].map(
    ({ texts: own, ...notice }) => ({ ...notice, texts: own.map(numberOf) }),
  );
  return { notices, texts };

  function numberOf(text: string): number {
    const known = texts.indexOf(text);
    return known >= 0 ? known : texts.push(text) - 1;
  }
}

interface Notice {
  readonly name: string;
  readonly version?: string;
  readonly licence: string;
  readonly from?: string;
  readonly texts: readonly string[];
}

const manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().default('unknown'),
  homepage: z.string().optional(),
  author: z.union([z.string(), z.object({ name: z.string() })]).optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
});

/** Compiled into the page or the processes, so they are no dependencies of the app. */
const compiledIn = ['mediabunny', 'svelte'];

/** Names of the npm packages that are in the installers, as electron-builder finds them. */
export function shippedPackages(): string[] {
  const left = new Set(leftOut());
  const found = new Set<string>();
  const queue = Object.keys(manifestOf('.').dependencies);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name) || left.has(name) || name.startsWith('@types/')) continue;
    if (!fs.existsSync(path.join(root, 'node_modules', name))) continue; // for another system
    found.add(name);
    const { dependencies, optionalDependencies, peerDependencies } = manifestOf(`node_modules/${name}`);
    queue.push(...Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }));
  }
  return [...found, ...compiledIn].sort();
}

/** Whole packages that electron-builder.yml leaves out. */
function leftOut(): string[] {
  const config = fs.readFileSync(path.join(root, 'electron-builder.yml'), 'utf8');
  return [...config.matchAll(/^ +- '!node_modules\/(?:\{([^}]+)\}|([^{}'*]+))\/\*\*'$/gm)].flatMap(
    ([, several, one = '']) => several?.split(',') ?? [one],
  );
}

function manifestOf(folder: string): z.infer<typeof manifest> {
  return manifest.parse(JSON.parse(fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8')));
}

function ours(): Notice[] {
  const licence = fs.readFileSync(path.join(root, 'LICENSE'), 'utf8');
  return [{ name: 'Lumisift', version: manifestOf('.').version, licence: 'MIT', texts: [licence] }];
}

function ofPackage(name: string): Notice {
  const folder = path.join(root, 'node_modules', name);
  const { version, license, homepage, author } = manifestOf(`node_modules/${name}`);
  const own = fs
    .readdirSync(folder)
    .filter((file) => /^(licen[sc]e|copying|notice)/i.test(file))
    .map((file) => fs.readFileSync(path.join(folder, file), 'utf8').trim());
  const special = specials[name];
  const who = typeof author === 'string' ? author : author?.name;
  const general = special?.texts ?? (own.length === 0 ? generalText(license, who ?? `the authors of ${name}`) : []);
  return {
    name: special?.name ?? name,
    version,
    licence: special?.licence ?? license,
    ...(homepage !== undefined && { from: homepage }),
    texts: [...own, ...general],
  };
}

/** Packages that hold somebody else's program. */
const specials: Readonly<Record<string, { name?: string; licence?: string; texts: string[] }>> = {
  'exiftool-vendored.pl': {
    name: 'ExifTool (exiftool-vendored.pl)',
    licence: 'Artistic-1.0-Perl OR GPL-1.0-or-later',
    texts: ['Copyright Phil Harvey, https://exiftool.org', text('Artistic-1.0-Perl'), text('GPL-1.0')],
  },
  '@jsquash/jxl': {
    name: 'libjxl (@jsquash/jxl)',
    texts: [
      'libjxl, copyright (c) the JPEG XL Project Authors (BSD-3-Clause), with Highway, Brotli and skcms of Google; compiled by Squoosh and jSquash (Apache-2.0).',
    ],
  },
  'libraw-wasm': {
    name: 'LibRaw (libraw-wasm)',
    licence: 'CDDL-1.0',
    texts: [
      'LibRaw, copyright (c) 2008-2025 LibRaw LLC, which is free under the LGPL 2.1 or the CDDL 1.0, and is used under the latter; its source: https://www.libraw.org and https://github.com/ybouane/LibRaw-Wasm. It holds parts of dcraw (copyright Dave Coffin), of DCB and FBDD (copyright Jacek Gozdz) and of X3F (copyright Roland Karlsson). libraw-wasm, copyright its authors (ISC). The WebAssembly build is a file of its own in the app and can be exchanged.',
      text('CDDL-1.0'),
      text('ISC'),
    ],
  },
  'libheif-js': {
    name: 'libheif and libde265 (libheif-js)',
    licence: 'LGPL-3.0-or-later',
    texts: [
      'libheif, copyright Dirk Farin and struktur AG; libde265, copyright struktur AG. The WebAssembly build is a file of its own in the app and can be exchanged.',
      text('GPL-3.0'),
    ],
  },
  'onnxruntime-node': {
    name: 'ONNX Runtime (onnxruntime-node)',
    texts: [
      'Copyright (c) Microsoft Corporation',
      text('MIT'),
      "It holds parts of others; their notices are in ONNX Runtime's ThirdPartyNotices.txt: https://github.com/microsoft/onnxruntime/blob/main/ThirdPartyNotices.txt",
    ],
  },
};

function generalText(licence: string, who: string): string[] {
  if (licence.includes('LGPL-3')) return [text('LGPL-3.0'), text('GPL-3.0')];
  const name = ['MIT', 'ISC', 'Apache-2.0'].find((it) => it === licence);
  if (name === undefined) throw new Error(`there is no text for ${licence} in resources/licences`);
  return [`Copyright (c) ${who}`, text(name)];
}

function text(name: string): string {
  return fs.readFileSync(path.join(root, 'resources/licences', `${name}.txt`), 'utf8').trim();
}

/** What sharp's libvips is made of: each package for a system has the same list in its README, and the versions beside it. */
function partsOfLibvips(): Notice[] {
  const img = path.join(root, 'node_modules/@img');
  const name = fs.readdirSync(img).find((it) => it.startsWith('sharp-libvips-'));
  // On Windows the library is part of sharp's own package.
  const holder = path.join(img, name ?? fs.readdirSync(img).find((it) => it.startsWith('sharp-win32-')) ?? '');
  const versions = z
    .record(z.string(), z.string())
    .parse(JSON.parse(fs.readFileSync(path.join(holder, 'versions.json'), 'utf8')));
  const readme = fs.readFileSync(path.join(holder, 'README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| ([a-zA-Z0-9-]+) +\| (.+?) +\|$/gm)].filter(([, part]) => part !== 'Library');
  if (rows.length < 20) throw new Error("the parts of libvips are not told as they were: see its package's README.md");
  return rows.map(([, part = '', licence = '']) => ({
    name: `${part} (in libvips)`,
    ...versionOf(part, versions),
    licence: licence.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1'),
    from: /\]\(([^)]+)\)/.exec(licence)?.[1] ?? 'https://github.com/lovell/sharp-libvips',
    texts: licence.includes('LGPL')
      ? [text('LGPL-3.0'), text('GPL-3.0')]
      : licence.includes('Mozilla')
        ? [text('MPL-1.1')]
        : [],
  }));
}

function versionOf(part: string, versions: Readonly<Record<string, string>>): { version?: string } {
  const version =
    versions[part] ?? versions[part.replace(/^lib/, '')] ?? (part === 'libvips' ? versions['vips'] : undefined);
  return version === undefined ? {} : { version };
}

/** What is no package: the runtime, the model and the data. */
const others: readonly Notice[] = [
  {
    name: 'Electron',
    licence: 'MIT',
    from: 'https://www.electronjs.org',
    texts: ['Copyright (c) Electron contributors\nCopyright (c) 2013-2020 GitHub Inc.', text('MIT')],
  },
  {
    name: 'Chromium and Node.js',
    licence: 'BSD-3-Clause and others',
    from: 'https://www.chromium.org',
    texts: [
      'The notices of Chromium, Node.js and all their parts are in a file of their own, which opens in the browser.',
    ],
  },
  {
    name: 'SQLite (in better-sqlite3)',
    licence: 'blessing (public domain)',
    from: 'https://www.sqlite.org/copyright.html',
    texts: [],
  },
  {
    name: 'The bundled model',
    licence: 'see its card',
    from: 'resources/models/starter/README.md',
    texts: [fs.readFileSync(path.join(root, 'resources/models/starter/README.md'), 'utf8')],
  },
  {
    name: 'GeoNames (places and their names)',
    licence: 'CC-BY-4.0',
    from: 'https://www.geonames.org',
    texts: [fs.readFileSync(path.join(root, 'resources/places/README.md'), 'utf8')],
  },
  {
    name: 'Unicode CLDR (names of countries)',
    licence: 'Unicode-3.0',
    from: 'https://cldr.unicode.org',
    texts: [],
  },
  { name: 'Vocabularies and calibration', licence: 'MIT', texts: ['Part of Lumisift.'] },
];
