import { expect, test } from 'vitest';
import { decoderWords } from '../../../renderer/logic/failure-sentence.ts';

test('what a decoder said is shown where the sentence does not have it', () => {
  const details = { format: 'JPEG', reason: 'Premature end of JPEG file' };
  expect(decoderWords({ details }, 'The JPEG file is damaged.')).toBe('Premature end of JPEG file');
  expect(decoderWords({ details }, 'Damaged (Premature end of JPEG file).')).toBeUndefined();
  expect(decoderWords({ details: { code: 'EIO' } }, 'The disk could not read this file.')).toBe('EIO');
  expect(decoderWords({}, 'The file is empty.')).toBeUndefined();
});
