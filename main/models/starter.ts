import type { Model } from './model.ts';
import { loadStarterTokenizer } from './starter-tokenizer.ts';

/** The small model that ships with the app. Its card, with data, numbers and limits: resources/models/starter/README.md */
export const starter: Model = {
  id: 'starter',
  revision: 1,
  name: 'Lumisift Starter',
  licence: 'MIT',
  languages: ['en', 'zh'],
  dim: 512,
  // Cross-entropy of 400 captions among each other, both ways (Flickr8k dev): 20 gives 3.18, 22 gives 3.18, 18 and 25 more.
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
    loadTokenizer: loadStarterTokenizer,
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
      sha256: 'fe4317495b1a371a874e7f737d323f7713ee988d0e5179fad3763b54e0a5f00c',
      sizeBytes: 4_197_545,
    },
    {
      path: 'vocabulary.json',
      sha256: 'dc21c4300ed6b3b2f586a47ee6f79f7341d14e341d87426bfa3df7dfd60bd9df',
      sizeBytes: 440_249,
    },
  ],
  offer: { goodFor: 'start', isRecommended: false, card: 'resources/models/starter/README.md' },
};
