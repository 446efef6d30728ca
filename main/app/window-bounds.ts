import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const rectangle = z.object({ x: z.int(), y: z.int(), width: z.int().min(200), height: z.int().min(200) });
type Rectangle = z.infer<typeof rectangle>;

const kept = rectangle.extend({ isMaximized: z.boolean() });
export type KeptBounds = z.infer<typeof kept>;

const usual = { width: 1280, height: 820, isMaximized: false };

/** Where the window was, if that place is still on a screen; else a usual size, placed by the system. */
export function readBounds(
  folder: string,
  screens: readonly Rectangle[],
): Partial<Pick<KeptBounds, 'x' | 'y'>> & Omit<KeptBounds, 'x' | 'y'> {
  let bounds: KeptBounds;
  try {
    bounds = kept.parse(JSON.parse(fs.readFileSync(fileIn(folder), 'utf8')));
  } catch {
    return usual; // the first start, or a file somebody edited
  }
  if (screens.some((screen) => canBeGrabbed(bounds, screen))) return bounds;
  return { width: bounds.width, height: bounds.height, isMaximized: bounds.isMaximized };
}

export function writeBounds(folder: string, bounds: KeptBounds): void {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(fileIn(folder), JSON.stringify(bounds));
}

/** Enough of the title bar is on the screen to drag the window by. */
function canBeGrabbed(window: Rectangle, screen: Rectangle): boolean {
  const visiblePx = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  return visiblePx >= 100 && window.y >= screen.y - 8 && window.y <= screen.y + screen.height - 40;
}

function fileIn(folder: string): string {
  return path.join(folder, 'window.json');
}
