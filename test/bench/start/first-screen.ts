import { openAppPage } from '../shared/app-page.ts';

/** Milliseconds since the process was started. */
export interface FirstScreen {
  /** The window begins to load its page. */
  readonly pageMs: number;
  readonly firstCellMs: number;
  /** Every cell in view shows its picture, drawn. */
  readonly photosMs: number;
  readonly cells: number;
}

/** Starts the app, watches its page and ends it. */
export async function timeToFirstScreen(
  electron: string,
  library: string,
  env: NodeJS.ProcessEnv,
): Promise<FirstScreen> {
  await using app = await openAppPage(electron, library, env);
  // What `watchPage` resolves with.
  const times = (await app.evaluate(watchPage)) as Seen;
  return {
    pageMs: times.pageAtMs - app.startedAtMs,
    firstCellMs: times.firstCellAtMs - app.startedAtMs,
    photosMs: times.photosAtMs - app.startedAtMs,
    cells: times.cells,
  };
}

interface Seen {
  readonly pageAtMs: number;
  readonly firstCellAtMs: number;
  readonly photosAtMs: number;
  readonly cells: number;
}

/** Runs in the page. By the wall clock, which is the same in all processes. */
const watchPage = `new Promise((resolve) => {
  let firstCellAtMs;
  const look = () => {
    const cells = [...document.querySelectorAll('[data-testid="photo-cell"]')].filter((cell) => {
      const { top, bottom } = cell.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    });
    if (cells.length > 0) firstCellAtMs ??= Date.now();
    const isThere = cells.length > 0 && cells.every((cell) => {
      const picture = cell.querySelector('img');
      return picture?.classList.contains('loaded') && picture.complete && picture.naturalWidth > 0;
    });
    if (!isThere) return requestAnimationFrame(look);
    // Two frames later it has been drawn.
    requestAnimationFrame(() => requestAnimationFrame(() => resolve({
      pageAtMs: performance.timeOrigin,
      firstCellAtMs,
      photosAtMs: Date.now(),
      cells: cells.length,
    })));
  };
  look();
})`;
