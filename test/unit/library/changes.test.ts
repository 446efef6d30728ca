import { expect, test } from 'vitest';
import { createChanges } from '../../../main/library/changes.ts';

test('each hears what it asked for, by name, and nothing else', () => {
  const changes = createChanges();
  const heard: string[] = [];
  changes.on(['files', 'answers'], (ids) => heard.push(`searcher ${ids.join()}`));
  changes.onAny(['files', 'vectors'], (ids) => heard.push(`counts ${ids.join()}`));
  changes.tell('answers', [3, 4]);
  expect(heard.splice(0)).toEqual(['searcher 3,4']);
  changes.tell('vectors', [5]);
  expect(heard.splice(0)).toEqual(['counts 5']);
  changes.tell('albums', [5]);
  expect(heard).toEqual([]);
});

test('files that are no photos yet are heard of by whoever counts, and by nobody else', () => {
  const changes = createChanges();
  const heard: string[] = [];
  changes.on(['files'], () => heard.push('searcher'));
  changes.onAny(['files'], () => heard.push('counts'));
  changes.tell('files', []);
  expect(heard).toEqual(['counts']);
});
