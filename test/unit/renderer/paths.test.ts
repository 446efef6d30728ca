import { expect, test } from 'vitest';
import { lastName, parentOf } from '../../../renderer/logic/paths.ts';

test.each([
  ['/home/anna/Pictures', 'Pictures', '/home/anna'],
  ['/home/anna/Pictures/', 'Pictures', '/home/anna/Pictures'],
  ['C:\\Users\\Anna\\图片', '图片', 'C:\\Users\\Anna'],
  ['/', '/', '/'],
  ['D:\\', 'D:', 'D:'],
])('of %s the last name is %s and it lies in %s', (path, name, parent) => {
  expect(lastName(path)).toBe(name);
  expect(parentOf(path)).toBe(parent);
});
