import fs from 'node:fs';
import path from 'node:path';

/**
 * A packed app on the npm-hosted Electron: its better-sqlite3 is the one that was built for Node-API 9, in the place where
 * the app looks for the usual one, and what only development needs is taken out. For tests, never for publishing.
 */
export function standInForTests(packed: string): void {
  const built = path.join(packed, 'node-api-9');
  const addon = path.join(
    packed,
    `resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
  );
  const file = fs.existsSync(built) ? fs.readdirSync(built).find((name) => name.endsWith('.node')) : undefined;
  if (file !== undefined) fs.copyFileSync(path.join(built, file), addon);
  fs.rmSync(built, { recursive: true, force: true });
  fs.rmSync(path.join(packed, 'resources/default_app.asar'), { force: true });
}
