import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';

/** Compiles main/search/kernel.wat to main/search/kernel-bytes.ts. Run it after every change of the .wat file. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const base64 = await compileKernel();
  await writeFile(
    new URL('../main/search/kernel-bytes.ts', import.meta.url),
    `/** kernel.wat, compiled by scripts/build-kernel.ts. Do not edit. */\nexport const kernelBase64 =\n  '${base64}';\n`,
  );
}

/** @returns the WebAssembly binary of kernel.wat, in base64 */
export async function compileKernel(): Promise<string> {
  const source = await readFile(new URL('../main/search/kernel.wat', import.meta.url), 'utf8');
  const { parseWat } = await wabt();
  const module = parseWat('kernel.wat', source, { simd: true, relaxed_simd: true });
  const { buffer } = module.toBinary({});
  module.destroy();
  return Buffer.from(buffer).toString('base64');
}
