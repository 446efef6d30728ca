import type { Graph, Node, Weights } from '../../fixtures/make-onnx.ts';

/** Of SigLIP 2 base/16 at 256 px: 256 tokens of 768 numbers, twelve layers of twelve heads. */
export const vitBase = { size: 256, patch: 16, width: 768, layers: 12, heads: 12, mlp: 3072 } as const;

/**
 * A vision transformer of that size, with the inputs and outputs of the hub's export and weights drawn by lot. All layers
 * have the same weights: the work is the same, and the file is 31 MB instead of 340.
 */
export function vitGraph({
  size,
  patch,
  width,
  layers,
  heads,
  mlp,
}: Readonly<Record<keyof typeof vitBase, number>> = vitBase): Graph {
  const tokens = (size / patch) ** 2;
  const head = width / heads;
  const weights: Weights[] = [
    lot('patches', [width, 3, patch, patch], 0.02),
    lot('places', [tokens, width], 0.02),
    ...['query', 'key', 'value', 'mix'].map((name) => lot(name, [width, width], 1 / Math.sqrt(width))),
    lot('wide', [width, mlp], 1 / Math.sqrt(width)),
    lot('narrow', [mlp, width], 1 / Math.sqrt(mlp)),
    floats('ones', [width], () => 1),
    floats('scale', [], () => 1 / Math.sqrt(head)),
    floats('half', [], () => 0.5),
    floats('one', [], () => 1),
    floats('root', [], () => Math.SQRT1_2),
    whole('flat', [0, width, tokens]),
    whole('split', [0, tokens, heads, head]),
    whole('joined', [0, tokens, width]),
  ];
  const nodes: Node[] = [
    { op: 'Conv', inputs: ['pixel_values', 'patches'], outputs: ['cells'], attributes: { kernel_shape: [patch, patch], strides: [patch, patch] } }, // prettier-ignore
    { op: 'Reshape', inputs: ['cells', 'flat'], outputs: ['rows'] },
    { op: 'Transpose', inputs: ['rows'], outputs: ['tokens'], attributes: { perm: [0, 2, 1] } },
    { op: 'Add', inputs: ['tokens', 'places'], outputs: ['x0'] },
    ...Array.from({ length: layers }, (_, layer) => layerNodes(layer)).flat(),
    { op: 'LayerNormalization', inputs: [`x${layers}`, 'ones'], outputs: ['last_hidden_state'] },
    { op: 'ReduceMean', inputs: ['last_hidden_state'], outputs: ['pooler_output'], attributes: { axes: [1], keepdims: 0 } }, // prettier-ignore
  ];
  return {
    inputs: [{ name: 'pixel_values', type: 'float', shape: ['batch_size', 3, size, size] }],
    outputs: [
      { name: 'last_hidden_state', type: 'float', shape: ['batch_size', tokens, width] },
      { name: 'pooler_output', type: 'float', shape: ['batch_size', width] },
    ],
    weights,
    nodes,
  };
}

function layerNodes(layer: number): Node[] {
  const at = (name: string) => `${name}${layer}`;
  const node = (op: string, inputs: string[], output: string, attributes?: Node['attributes']): Node => ({
    op,
    inputs,
    outputs: [at(output)],
    ...(attributes && { attributes }),
  });
  const headsOf = (name: string, perm: number[]) => [
    node('MatMul', [at('calm'), name], `${name}Rows`),
    node('Reshape', [at(`${name}Rows`), 'split'], `${name}Heads`),
    node('Transpose', [at(`${name}Heads`)], `${name}Of`, { perm }),
  ];
  return [
    node('LayerNormalization', [at('x'), 'ones'], 'calm'),
    ...headsOf('query', [0, 2, 1, 3]),
    ...headsOf('key', [0, 2, 3, 1]),
    ...headsOf('value', [0, 2, 1, 3]),
    node('MatMul', [at('queryOf'), at('keyOf')], 'products'),
    node('Mul', [at('products'), 'scale'], 'scores'),
    node('Softmax', [at('scores')], 'shares', { axis: -1 }),
    node('MatMul', [at('shares'), at('valueOf')], 'seen'),
    node('Transpose', [at('seen')], 'seenRows', { perm: [0, 2, 1, 3] }),
    node('Reshape', [at('seenRows'), 'joined'], 'seenAll'),
    node('MatMul', [at('seenAll'), 'mix'], 'mixed'),
    node('Add', [at('x'), at('mixed')], 'y'),
    node('LayerNormalization', [at('y'), 'ones'], 'calmer'),
    node('MatMul', [at('calmer'), 'wide'], 'open'),
    // The Gaussian error linear unit, as exports spell it.
    node('Mul', [at('open'), 'root'], 'gelu1'),
    node('Erf', [at('gelu1')], 'gelu2'),
    node('Add', [at('gelu2'), 'one'], 'gelu3'),
    node('Mul', [at('open'), at('gelu3')], 'gelu4'),
    node('Mul', [at('gelu4'), 'half'], 'gelu5'),
    node('MatMul', [at('gelu5'), 'narrow'], 'closed'),
    { op: 'Add', inputs: [at('y'), at('closed')], outputs: [`x${layer + 1}`] },
  ];
}

function lot(name: string, shape: readonly number[], deviation: number): Weights {
  let state = name.length;
  return floats(name, shape, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state / 2 ** 31) * Math.sqrt(3) * deviation;
  });
}

function floats(name: string, shape: readonly number[], value: () => number): Weights {
  const data = Float32Array.from({ length: shape.reduce((product, it) => product * it, 1) }, value);
  return { name, type: 'float', shape, data };
}

function whole(name: string, values: readonly number[]): Weights {
  return { name, type: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) };
}
