import { expect, test } from 'vitest';
import { matchingCommands } from '../../../renderer/logic/command-match.ts';

const find = (typed: string, ...names: string[]) => matchingCommands(names, (name) => name.split('='), typed);

test('what begins with the words comes first, then where a word does, then what has them somewhere', () => {
  expect(find('se', 'Reverse', 'Open settings', 'Search', 'Select all')).toEqual([
    'Search',
    'Select all',
    'Open settings',
    'Reverse',
  ]);
});

test('accents, case and the order of words do not matter', () => {
  expect(find('ALBUM neu', 'Neues Album')).toEqual(['Neues Album']);
  expect(find('fotos', 'Fótos zeigen')).toEqual(['Fótos zeigen']);
  expect(find('相册', '新建相册', '照片')).toEqual(['新建相册']);
});

test('a name in another language fits too, and each command is there once', () => {
  expect(find('about', '设置=Settings', '关于=About')).toEqual(['关于=About']);
  expect(find('s', 'Save=Sichern', 'Settings=Settings')).toEqual(['Save=Sichern', 'Settings=Settings']);
});

test('nothing typed shows all, and what fits nothing shows nothing', () => {
  expect(find('', 'b', 'a')).toEqual(['b', 'a']);
  expect(find('xyz', 'b', 'a')).toEqual([]);
});
