/**
 * For better-sqlite3's `Database`: its addon, where it is not the one beside the package. It asks for Node-API 10, and the Electron
 * that development falls back to has 9. Nothing in every other case. Every process and thread of the app has the variable in its environment.
 */
export function oldSqliteAddon(): { readonly nativeBinding?: string } {
  const file = process.env['LUMISIFT_SQLITE_ADDON'];
  return Number(process.versions['napi']) < 10 && file ? { nativeBinding: file } : {};
}
