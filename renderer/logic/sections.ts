import type { Band, Month } from '../../preload/contract/list.ts';
import type { Section } from './grid-layout.ts';

/** The timeline, a section a month. What the months do not cover (a photo came in between) follows without a heading. */
export function sectionsByMonth(
  months: readonly Month[],
  count: number,
  words: { heading(month: Month): string; note(count: number): string },
): Section[] {
  const sections: Section[] = [];
  let offset = 0;
  for (const month of months) {
    const inMonth = Math.min(month.count, count - offset);
    if (inMonth <= 0) break;
    sections.push({ offset, count: inMonth, heading: words.heading(month), note: words.note(inMonth) });
    offset += inMonth;
  }
  if (offset < count) sections.push({ offset, count: count - offset, heading: undefined, note: undefined });
  return sections;
}

/**
 * A ranked answer, a section for each degree of certainty. One that has a single part needs no heading, unless the part
 * says something: that all match by name, or that none is sure.
 */
export function sectionsOfAnswer(
  parts: readonly { readonly band: Band; readonly count: number }[],
  words: { heading(band: Band): string; note(count: number): string },
): Section[] {
  const filled = parts.filter((part) => part.count > 0);
  let offset = 0;
  return filled.map(({ band, count }) => {
    const isPlain = band === 'all' && filled.length === 1;
    const section = {
      offset,
      count,
      heading: isPlain ? undefined : words.heading(band),
      note: isPlain ? undefined : words.note(count),
    };
    offset += count;
    return section;
  });
}
