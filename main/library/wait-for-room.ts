import fs from 'node:fs/promises';

const lookEveryMs = 5_000;
/** A batch of photos with its vectors and thumbnails takes less. */
const enoughBytes = 4_000_000;

/**
 * Looks now and then whether someone has made room on a full disk.
 * @param onRoom called once
 * @returns ends the waiting
 */
export function waitForRoom(folder: string, onRoom: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const freeBytes = async () => {
    const { bavail, bsize } = await fs.statfs(folder);
    return bavail * bsize;
  };
  const start = async () => {
    const atFirst = await freeBytes();
    const look = async () => {
      const free = await freeBytes();
      if (isOver) return;
      if (free < atFirst + enoughBytes) return again();
      isOver = true;
      onRoom();
    };
    // A disk that is away for a moment is looked at again.
    const again = () => {
      timer = setTimeout(() => void look().catch(again), lookEveryMs);
      timer.unref();
    };
    if (!isOver) again();
  };
  // Without the figure nobody can tell; then the person continues.
  start().catch(() => undefined);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
