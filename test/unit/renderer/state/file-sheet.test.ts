import { expect, test } from 'vitest';
import { FileSheetState } from '../../../../renderer/state/file-sheet.svelte.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

function create() {
  const { api } = createTestBridge({
    'photos.fileSheet': () => ({
      path: '/p/a.jpg',
      groups: [
        { name: 'EXIF:IFD0', tags: [{ name: 'Make', value: 'Canon' }, { name: 'Model', value: 'EOS R6' }] },
        { name: 'XMP:XMP-dc', tags: [{ name: 'Creator', value: 'Zoë' }] },
      ],
      isCut: false,
    }),
  }); // prettier-ignore
  return new FileSheetState(api);
}

test('what is typed finds names, values and groups, each word of it', async () => {
  const sheet = create();
  await sheet.open(1);
  expect(sheet.count).toBe(3);
  sheet.typed = 'ifd0 CANON';
  expect(sheet.groups).toEqual([{ name: 'EXIF:IFD0', tags: [{ name: 'Make', value: 'Canon' }] }]);
  sheet.typed = 'zoë';
  expect(sheet.text).toBe('XMP:XMP-dc\nCreator\tZoë');
  sheet.typed = 'nikon';
  expect(sheet.count).toBe(0);
  await sheet.open(1);
  expect(sheet.typed).toBe('');
});
