import fs from 'node:fs';
import path from 'node:path';
import { scenes } from './index.ts';
import { saying } from './library-scenes.ts';
import type { Scene } from './scene.ts';

/** Attacks take turns. */
export function sceneAt(number: number): Scene {
  return scenes[number % scenes.length] ?? saying;
}

/** Where what attacks of a scene begin with lies. */
export function sceneFolder(shared: string, { name }: Scene): string {
  return path.join(shared, name.replaceAll(' ', '-'));
}

const parts = ['library', 'photos', 'card'] as const;

/** A copy of what the scene begins with. */
export function layScene(
  scene: Scene,
  { folder, shared, random }: { folder: string; shared: string; random: () => number },
): void {
  for (const part of parts) {
    const from = path.join(sceneFolder(shared, scene), part);
    // Whoever does not change files here reads those that all attacks share.
    if (fs.existsSync(from) && (part === 'library' || scene.hasOwnFiles === true))
      fs.cpSync(from, path.join(folder, part), { recursive: true, preserveTimestamps: true });
  }
  scene.lay?.(folder, random);
}

export function clearScene(folder: string): void {
  for (const part of parts) fs.rmSync(path.join(folder, part), { recursive: true, force: true });
}

/** As `spawn` takes it. */
export function commandOf(scene: Scene, folder: string): [command: string, args: string[]] {
  return [process.execPath, [path.join(import.meta.dirname, 'scene-process.ts'), scene.name, folder]];
}
