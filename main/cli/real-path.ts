import fs from 'node:fs';
import path from 'node:path';

/** The library knows files by their paths without links. */
export function realPath(file: string): string {
  const absolute = path.resolve(file);
  return fs.existsSync(absolute) ? fs.realpathSync(absolute) : absolute;
}
