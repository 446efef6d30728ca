import { loadHubTokenizer } from './hub-tokenizer.ts';
import type { Model } from './model.ts';

/** The small model that ships with the app. Its card, with data, numbers and limits: resources/models/starter/README.md */
export const starter: Model = {
  id: 'starter',
  // 1 had another image tower, and vectors of 512 numbers.
  revision: 2,
  name: 'Lumisift Starter',
  licence: 'MIT',
  languages: ['mul'],
  dim: 384,
  // As its towers were trained together.
  logitScale: 19.7,
  vectors: 'unit',
  image: {
    file: 'image.onnx',
    input: 'pixels',
    output: 'embedding',
    preprocess: {
      resize: 'squash',
      resizeTo: 260,
      size: 260,
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
    loadTokenizer: (folder) =>
      loadHubTokenizer(folder, {
        length: 128,
        // The graph leaves padding out of its mean: a sentence need not be longer than it is.
        padTo: 'longest',
        padId: 1,
        endId: 2,
        isLowerCase: false,
        // E5 was trained with it (Wang et al. 2024, arXiv 2402.05672, section 2).
        prefix: 'query: ',
        // As the captions end that it was trained with. Of 266 everyday questions in seven languages 106 have a right photo
        // first and 225 one in the first 24; without it 99 and 217 (docs/search-quality.md).
        suffix: ' .',
        languages: ['mul'],
      }),
    classTemplates: ['{}', 'a photo of {}'],
  },
  files: [
    {
      path: 'image.onnx',
      sha256: '206ff5c07293756480d0f68415cc8b9c11fa5ac6ae33ddfa25de71dae38f5374',
      sizeBytes: 14_515_605,
    },
    {
      path: 'text.onnx',
      sha256: '293b8b9ed6ab4d60f8c5352314b074966fd49a6abe43ee783334fd775db273b6',
      sizeBytes: 40_880_817,
    },
    {
      path: 'tokenizer.json',
      sha256: 'bddd253109ac2fe071bc130e4615b1153429fe8fdcfc2e3819170cbfb53197e7',
      sizeBytes: 2_548_497,
    },
  ],
  offer: { goodFor: 'start', isRecommended: false, card: 'resources/models/starter/README.md' },
};
