/** @file What runs in the window's page, as text: it is handed over through the debugging port. */

const helpers = `
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const until = async (isThere) => {
    for (const end = performance.now() + 30_000; !isThere(); await frame())
      if (performance.now() > end) throw new Error('it did not come: ' + isThere);
  };
  const cellOf = (id) => document.querySelector('[data-testid="photo-cell"][data-photo-id="' + id + '"]');
  const ask = async (text) => {
    const box = document.querySelector('[data-testid="search-box"]');
    const input = box.matches('input, textarea, [contenteditable]') ? box : box.querySelector('input, textarea, [contenteditable]');
    input.focus();
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await wait(100);
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  };
  const isShown = (id) => cellOf(id)?.querySelector('img.loaded')?.complete === true;
`;

/** From the pointer on a card of a film to the frame that shows another one of its moments. Answers with milliseconds. */
export function hoverFilm(id: number, times: number): string {
  return `(async () => {
    ${helpers}
    await ask('is:video');
    await until(() => isShown(${id}));
    await wait(2_000);
    const taken = [];
    for (let n = 0; n < ${times}; n++) {
      await wait(300);
      const source = () => cellOf(${id})?.querySelector('img')?.getAttribute('src');
      const still = source();
      const began = performance.now();
      cellOf(${id}).dispatchEvent(new PointerEvent('pointerenter'));
      await until(() => source() !== still && isShown(${id}));
      await frame();
      taken.push(performance.now() - began);
      cellOf(${id}).dispatchEvent(new PointerEvent('pointerleave'));
      await until(() => isShown(${id}));
    }
    return taken;
  })()`;
}

/** What the made films may answer: they show hills. */
const sentences = [
  'hills',
  'mountains',
  'a landscape',
  'the sky',
  'a desert',
  'waves',
  'grass',
  'something red',
  'something blue',
  'clouds',
];

/**
 * From the double click on a card that answers with a moment to the frame of the film at that moment, for each sentence that a
 * moment in the middle of it answers, in turn. Answers with milliseconds, and which moment it was.
 */
export function openAtMoment(id: number, times: number): string {
  return `(async () => {
    ${helpers}
    const asked = [];
    for (const text of ${JSON.stringify(sentences)}) {
      const { value } = await lumisift.call('list.open', { text });
      const card = value?.cards.find((one) => one.id === ${id});
      if (card?.atMs > 1_000) asked.push({ text, atMs: card.atMs });
    }
    if (asked.length === 0) throw new Error('no sentence finds a moment');
    const taken = [];
    for (let n = 0; n < ${times}; n++) {
      const { text, atMs } = asked[n % asked.length];
      await ask('');
      await wait(300);
      await ask(text);
      await until(() => isShown(${id}) && cellOf(${id}).querySelector('[data-testid="film-length"]')?.textContent.includes('/'));
      await wait(500);
      const began = performance.now();
      cellOf(${id}).dispatchEvent(new MouseEvent('dblclick', { bubbles: true, cancelable: true }));
      await until(() => document.querySelector('video[data-testid="film"]'));
      const video = document.querySelector('video[data-testid="film"]');
      const ms = await new Promise((resolve) => {
        const look = (now, { mediaTime }) =>
          mediaTime > atMs / 1_000 - 0.2 ? resolve(performance.now() - began) : video.requestVideoFrameCallback(look);
        video.requestVideoFrameCallback(look);
      });
      taken.push({ ms, atMs });
      await wait(200);
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
      await until(() => !document.querySelector('[data-testid="viewer"]'));
    }
    return taken;
  })()`;
}
