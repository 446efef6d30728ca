/**
 * better-sqlite3's addon, where it is not the one beside the package: it asks for Node-API 10, and the Electron that
 * development falls back to has 9 (scripts/npm-electron). Undefined in every other case.
 */
export function sqliteAddon(): string | undefined {
  return Number(process.versions['napi']) < 10 ? process.env['LUMISIFT_SQLITE_ADDON'] : undefined;
}
