import { expect, test } from 'vitest';
import { placeName } from '../../../renderer/logic/place-name.ts';

test('the town first, each name once', () => {
  expect(placeName({ city: 'Lisbon', region: 'Lisbon', country: 'Portugal' }, 'en')).toBe('Lisbon, Portugal');
  expect(placeName({ city: '里斯本', country: '葡萄牙' }, 'zh-CN')).toBe('里斯本，葡萄牙');
  expect(placeName({ country: 'Portugal' }, 'en')).toBe('Portugal');
  expect(placeName(undefined, 'en')).toBe('');
});
