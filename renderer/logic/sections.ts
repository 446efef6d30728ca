import type { Band, List, Month } from '../../preload/contract/list.ts';
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

/** A ranked answer that is sorted by date: in each of its parts, the months. The first month of a part names the part. */
export function sectionsByBandAndMonth(
  parts: List['sections'],
  months: readonly Month[],
  words: { band(band: Band): string; month(month: Month): string; note(count: number): string },
): Section[] {
  const sections: Section[] = [];
  let offset = 0;
  for (const { band, count } of parts) {
    const end = offset + count;
    const inPart =
      band === 'nearest' ? [] : months.filter((month) => month.offset < end && month.offset + month.count > offset);
    if (inPart.length === 0 && count > 0)
      sections.push({ offset, count, heading: words.band(band), note: words.note(count) });
    inPart.forEach((month, at) => {
      const from = Math.max(offset, month.offset);
      const to = at === inPart.length - 1 ? end : Math.min(end, month.offset + month.count);
      const name = words.month(month);
      sections.push({
        offset: from,
        count: to - from,
        heading: at === 0 && band !== 'all' ? `${words.band(band)} · ${name}` : name,
        note: words.note(to - from),
      });
    });
    offset = end;
  }
  return sections;
}

/** How many photos are in the parts of an answer that are counted: what is only nearest is no match. */
export function matchCounts(parts: List['sections']): { readonly sure: number; readonly likely: number } {
  const countIn = (isMeant: (band: Band) => boolean) =>
    parts.reduce((sum, { band, count }) => sum + (isMeant(band) ? count : 0), 0);
  return {
    sure: countIn((band) => band !== 'likely' && band !== 'nearest'),
    likely: countIn((band) => band === 'likely'),
  };
}
