import { loadWordTokenizer } from './word-tokenizer.ts';
import type { Model } from './model.ts';

/** The small model that ships with the app. Its card, with data, numbers and limits: resources/models/starter/README.md */
export const starter: Model = {
  id: 'starter',
  revision: 1,
  name: 'Lumisift Starter',
  licence: 'MIT',
  languages: ['en'],
  dim: 512,
  // Cross-entropy of 400 captions among each other (Flickr8k dev): 20 gives 3.080, 25 gives 3.079, 15 and 30 more.
  logitScale: 22,
  vectors: 'unit',
  image: {
    file: 'image.onnx',
    input: 'pixels',
    output: 'embedding',
    preprocess: {
      resize: 'short-edge',
      resizeTo: 256,
      size: 224,
      filter: 'cubic',
      rounding: 'nearest',
      layout: { is: 'uint8-nhwc' },
    },
    batchSize: 4,
  },
  text: {
    file: 'text.onnx',
    input: 'ids',
    output: 'embedding',
    loadTokenizer: loadWordTokenizer,
    classTemplates: ['{}', 'a photo of a {}', 'a {}'],
  },
  files: [
    {
      path: 'image.onnx',
      sha256: '4539a315ef4c4b943e2536a0975b27969ae637a2e8e9ae610c850b26378c33d3',
      sizeBytes: 7_296_851,
    },
    {
      path: 'text.onnx',
      sha256: '9244abbdf07840f1e93c79ea61641ab5f6157a2fba23c023c252703dc42be1d0',
      sizeBytes: 2_925_116,
    },
    {
      path: 'vocabulary.json',
      sha256: 'c4d62cd81e7fb859207344a8b3e5ebe54e4ccf5deb7e55dd08a8516c6f2e123d',
      sizeBytes: 67_912,
    },
  ],
  offer: { goodFor: 'start', isRecommended: false, card: 'resources/models/starter/README.md' },
};
