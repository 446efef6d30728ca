import type { Page } from 'playwright';

/**
 * What of the window cannot be reached or read whole: controls that no scrolling brings into the window or that lie under
 * something else, and buttons whose words do not fit into them. Each as a line of its own.
 */
export function outOfReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    // What lies over the rest, the uppermost first.
    const layers = ['dialog[open]', '[role="menu"]', '[role="dialog"]', 'nav.over', '[data-testid="viewer"]'];
    const top = layers.map((it) => document.querySelector(it)).find((it) => it !== null) ?? document;
    const controls = top.querySelectorAll<HTMLElement>(
      'button, a[href], input, select, textarea, summary, [role="option"], [role="menuitem"]',
    );
    for (const control of controls) {
      const style = getComputedStyle(control);
      const isDrawn = control.checkVisibility({ checkVisibilityCSS: true, contentVisibilityAuto: true });
      if (!isDrawn || control.closest('[inert], [aria-hidden="true"]') || style.pointerEvents === 'none') continue;
      // A switch's own box is hidden under what is drawn for it; what shows itself to the pointer alone is reached by its keys.
      if (style.opacity === '0' || control.classList.contains('hidden-text')) continue;
      control.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const box = control.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      const name = control.getAttribute('aria-label') ?? (control.textContent.trim() || control.outerHTML.slice(0, 80));
      const where = `${name} [${[box.left, box.top, box.right, box.bottom].map(Math.round).join(' ')}]`;
      if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) {
        found.push(`outside of the window: ${where}`);
        continue;
      }
      const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      const label = control.closest('label');
      if (hit && !control.contains(hit) && !hit.contains(control) && !label?.contains(hit))
        found.push(`under <${hit.tagName.toLowerCase()} class="${hit.getAttribute('class') ?? ''}">: ${where}`);
      const isCut = control.tagName === 'BUTTON' && control.scrollWidth > control.clientWidth + 1;
      if (isCut && style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis') found.push(`cut off: ${where}`);
    }
    return found;
  });
}
