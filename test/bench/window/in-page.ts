/** @file What runs in the window's page, as text: it is handed over through the debugging port, and answers with milliseconds. */

const helpers = `
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const cells = () => [...document.querySelectorAll('[data-testid="photo-cell"]')].filter((cell) => {
    const { top, bottom } = cell.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
  const until = async (isThere) => {
    for (const end = performance.now() + 20_000; !isThere(); await frame())
      if (performance.now() > end) throw new Error('it did not come: ' + isThere);
  };
  const areShown = () => cells().length > 0 && cells().every((cell) => {
    const picture = cell.querySelector('img');
    return picture?.classList.contains('loaded') && picture.complete;
  });
`;

/** Frames while the wheel turns at a reading pace, faster, and back: 30, 120 and -60 px a frame. @param ms in all */
export function scroll(ms: number): string {
  return `(async () => {
    ${helpers}
    await until(areShown);
    const scroller = document.querySelector('.scroller');
    const lengths = [];
    let last = await frame();
    for (const step of [30, 120, -60]) {
      for (const end = last + ${Math.round(ms / 3)}; last < end; ) {
        scroller.scrollTop += step;
        const now = await frame();
        lengths.push(now - last);
        last = now;
      }
    }
    return lengths;
  })()`;
}

/** From the click on a folder to the frame in which all its photos in view have their pictures. */
export function switchFolders(times: number): string {
  return `(async () => {
    ${helpers}
    const rows = () => [...document.querySelectorAll('[data-testid="sidebar-folders"] li')];
    rows()[0].querySelector('.fold.folded')?.click();
    await until(() => rows().length > ${times});
    const taken = [];
    for (let n = 1; n <= ${times}; n++) {
      const row = rows()[n];
      const name = row.dataset.name;
      const before = cells()[0]?.dataset.photoId;
      await wait(300);
      const began = performance.now();
      row.querySelector('.open').click();
      await until(() =>
        document.querySelector('[data-testid="folder-header"]')?.textContent.includes(name) &&
        cells()[0]?.dataset.photoId !== before && areShown());
      await frame();
      taken.push(performance.now() - began);
    }
    return taken;
  })()`;
}

/** From the press of its key to the frame that shows its commands. */
export function palette(times: number): string {
  return `(async () => {
    ${helpers}
    const press = (key, more) =>
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
    const taken = [];
    for (let n = 0; n < ${times}; n++) {
      await wait(200);
      const began = performance.now();
      press('k', { ctrlKey: true });
      await until(() => document.querySelector('[data-testid="palette-command"]'));
      await frame();
      taken.push(performance.now() - began);
      press('Escape', {});
      await until(() => !document.querySelector('[data-testid="palette-command"]'));
    }
    return taken;
  })()`;
}
