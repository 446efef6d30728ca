import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { vitBase, vitGraph } from '../../bench/engines/vit-graph.ts';
import { makeOnnx } from '../../fixtures/make-onnx.ts';

test('the transformer that engines are measured with runs, and looks at its pictures', async () => {
  const graph = vitGraph({ size: 32, patch: 8, width: 24, layers: 3, heads: 2, mlp: 48 });
  const session = await InferenceSession.create(makeOnnx(graph), { executionProviders: ['cpu'] });
  const pixels = Float32Array.from({ length: 2 * 3 * 32 * 32 }, (_, at) => Math.sin(at * (at < 3_072 ? 0.1 : 0.37)));
  const { pooler_output: answer } = await session.run({ pixel_values: new Tensor('float32', pixels, [2, 3, 32, 32]) });
  expect(answer?.dims).toEqual([2, 24]);
  const values = Array.from(answer?.data as Float32Array);
  expect(values.every((value) => Number.isFinite(value))).toBe(true);
  const differences = values.slice(0, 24).map((value, at) => Math.abs(value - (values[at + 24] ?? NaN)));
  expect(Math.max(...differences)).toBeGreaterThan(0.01);
  await session.release();
});

test('it is of the size that it is said to be: a layer of 7.1 million weights, twelve times', () => {
  const { weights, nodes } = vitGraph();
  const perLayer = ['query', 'key', 'value', 'mix', 'wide', 'narrow'].map(
    (name) => weights.find((it) => it.name === name)?.data.length ?? 0,
  );
  expect(perLayer.reduce((sum, it) => sum + it, 0)).toBe(4 * 768 * 768 + 2 * 768 * 3072);
  expect(nodes.filter(({ op }) => op === 'Softmax').length).toBe(vitBase.layers);
});
