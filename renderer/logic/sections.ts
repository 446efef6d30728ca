import type { Month } from '../../preload/contract/list.ts';
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

/** A ranked answer: what matches by name or keyword first, then what matches by meaning. One group needs no heading. */
export function sectionsOfAnswer(
  count: number,
  exactCount: number,
  words: { exact: string; meaning: string; note(count: number): string },
): Section[] {
  const exact = Math.min(Math.max(0, exactCount), count);
  const meaning = count - exact;
  if (exact === 0 || meaning === 0)
    return count === 0 ? [] : [{ offset: 0, count, heading: exact > 0 ? words.exact : undefined, note: undefined }];
  return [
    { offset: 0, count: exact, heading: words.exact, note: words.note(exact) },
    { offset: exact, count: meaning, heading: words.meaning, note: undefined },
  ];
}
