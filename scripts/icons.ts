import path from 'node:path';
import sharp from 'sharp';
import { root } from './root.ts';

/** Draws resources/icons/icon.png from icon.svg. The packager makes .icns and .ico of it, and a window shows it on Linux. */
const folder = path.join(root, 'resources/icons');
await sharp(path.join(folder, 'icon.svg'))
  .resize(1024)
  .png({ compressionLevel: 9 })
  .toFile(path.join(folder, 'icon.png'));
