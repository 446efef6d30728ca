import { expect, test } from 'vitest';
import { kernelBase64 } from '../../../main/search/kernel-bytes.ts';
import { compileKernel } from '../../../scripts/build-kernel.ts';

test('the committed bytes are what kernel.wat compiles to', async () => {
  expect(await compileKernel()).toBe(kernelBase64);
});
