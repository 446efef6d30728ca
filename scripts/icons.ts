import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { root } from './root.ts';

/**
 * Draws icon.png (of which the packager makes .icns and .ico, and which a window shows on Linux) and the sizes of Linux's
 * icon theme (freedesktop.org's Icon Theme Specification) from icon.svg.
 */
const folder = path.join(root, 'resources/icons');
const themeSizes = [16, 24, 32, 48, 64, 96, 128, 256, 512];

await draw(1024, 'icon.png');
fs.mkdirSync(path.join(folder, 'sizes'), { recursive: true });
for (const size of themeSizes) await draw(size, `sizes/${size}x${size}.png`);

async function draw(size: number, name: string): Promise<void> {
  await sharp(path.join(folder, 'icon.svg')).resize(size).png({ compressionLevel: 9 }).toFile(path.join(folder, name));
}
