import { expect, test } from 'vitest';
import { flagStamps, shownFlag } from '../../../main/writing/flag-stamps.ts';

const [pick, good, label, rating] = ['XMP-xmpDM:Pick', 'XMP-xmpDM:Good', 'XMP-digiKam:PickLabel', 'XMP-xmp:Rating'];

test('a rejected photo has a rating of -1 only where there are no stars, of the file or of the person', () => {
  const rejected = { [pick]: '-1', [label]: '1' };
  expect(flagStamps({ flag: 'rejected', isStarred: false }, {})).toEqual({ ...rejected, [rating]: '-1' });
  expect(flagStamps({ flag: 'rejected', isStarred: true }, {})).toEqual(rejected);
  expect(flagStamps({ flag: 'rejected', isStarred: false }, { [rating]: '4' })).toEqual(rejected);
  expect(flagStamps({ flag: 'rejected', isStarred: false }, { [rating]: '0' })).toEqual(rejected);
});

test('a picked photo loses a rating of -1, and what else says it follows where it is there', () => {
  const picked = { [pick]: '1', [label]: '3' };
  expect(flagStamps({ flag: 'picked', isStarred: false }, { [rating]: '5' })).toEqual(picked);
  expect(flagStamps({ flag: 'picked', isStarred: false }, { [rating]: '-1', [good]: 'False' })).toEqual({
    ...picked,
    [rating]: null,
    [good]: 'True',
  });
});

test('what fields say is shown by the first that says anything', () => {
  expect(shownFlag({ [pick]: '1', [label]: '1' })).toBe('picked');
  expect(shownFlag({ [pick]: '0', [label]: '3' })).toBe('picked');
  expect(shownFlag({ [label]: '2' })).toBeUndefined();
  expect(shownFlag({ [rating]: '-1' })).toBe('rejected');
});
