import { loadHubTokenizer } from './hub-tokenizer.ts';
import type { HubFile, Model, ModelFile } from './model.ts';

/** BCP 47 for many languages: WebLI holds captions in 109 of them. */
const multilingual = ['mul'];

/**
 * SigLIP 2 (Tschannen et al. 2025, arXiv 2502.14786) in the exports of onnx-community. Sizes and sums are those of the
 * hub's LFS pointers at the pinned commits; docs/models.md says where each was read, and why these variants.
 */
export const siglip2Base: Model = {
  id: 'siglip2-base-256',
  revision: 1,
  name: 'SigLIP 2 base',
  ...shared(768),
  // exp(4.7245) of google/siglip2-base-patch16-224: the 256 px weights are its sisters (docs/models.md).
  logitScale: 112.67,
  logitBias: -16.77,
  files: [
    {
      path: 'vision_model_fp16.onnx',
      sizeBytes: 186_131_676,
      sha256: 'fe9ad8020a6d3d98d394c9be8f07064066135fc2f87ec11692de0b677c0ac4db',
      from: base('onnx/vision_model_fp16.onnx'),
    },
    {
      path: 'text_model_q4f16.onnx',
      sizeBytes: 442_779_433,
      sha256: 'a623a87e0fbaa31a4bfbbbb3deafea756fee9a436e945b545a027adb13824e48',
      from: base('onnx/text_model_q4f16.onnx'),
    },
    tokenizer(),
  ],
  image: image('vision_model_fp16.onnx', 256, 4),
  text: text('text_model_q4f16.onnx'),
  offer: { goodFor: 'everyday', isRecommended: true, card: 'https://huggingface.co/google/siglip2-base-patch16-256' },
};

export const siglip2BaseExact: Model = {
  id: 'siglip2-base-256-fp32',
  revision: 1,
  name: 'SigLIP 2 base, unabridged',
  ...shared(768),
  logitScale: 112.67,
  logitBias: -16.77,
  files: [
    {
      path: 'vision_model.onnx',
      sizeBytes: 371_992_072,
      sha256: 'f5cb16728a704703f05516ded628397e11dbca4de2eb5db04b0c0bcee988aa7a',
      from: base('onnx/vision_model.onnx'),
    },
    {
      path: 'text_model.onnx',
      sizeBytes: 1_129_469_657,
      sha256: 'd3de4a6bbbfcb429b6615ac496790353cf4a4fc0f19fbbe7179e523ae60daaef',
      from: base('onnx/text_model.onnx'),
    },
    tokenizer(),
  ],
  image: image('vision_model.onnx', 256, 4),
  text: text('text_model.onnx'),
  offer: { goodFor: 'exact', isRecommended: false, card: 'https://huggingface.co/google/siglip2-base-patch16-256' },
};

export const siglip2So400m: Model = {
  id: 'siglip2-so400m-256',
  revision: 1,
  name: 'SigLIP 2 So400m',
  ...shared(1152),
  // exp(4.6994) and the bias of google/siglip2-so400m-patch16-256.
  logitScale: 109.88,
  logitBias: -15.932,
  files: [
    {
      path: 'vision_model_fp16.onnx',
      sizeBytes: 856_359_102,
      sha256: 'f700a9ffcaa976d663ffd8f3eaff249db42fc22cc70d2aa5e29cc4da5e42b5ad',
      from: so400m('onnx/vision_model_fp16.onnx'),
    },
    {
      path: 'text_model_int8.onnx',
      sizeBytes: 711_126_655,
      sha256: '189f41c153c7a914b67ee3f8aff2b90d6deacf280a504284b4004257cebf9066',
      from: so400m('onnx/text_model_int8.onnx'),
    },
    tokenizer(),
  ],
  image: image('vision_model_fp16.onnx', 256, 4),
  text: text('text_model_int8.onnx'),
  offer: { goodFor: 'large', isRecommended: false, card: 'https://huggingface.co/google/siglip2-so400m-patch16-256' },
};

function shared(dim: number) {
  return { licence: 'Apache-2.0', languages: multilingual, dim, vectors: 'raw' as const };
}

function image(file: string, size: number, batchSize: number): Model['image'] {
  return {
    file,
    input: 'pixel_values',
    output: 'pooler_output',
    batchSize,
    // preprocessor_config.json: SiglipImageProcessor, resample 2 (bilinear), no crop, mean and std 0.5.
    preprocess: {
      resize: 'squash',
      resizeTo: size,
      size,
      filter: 'linear',
      rounding: 'floor',
      layout: { is: 'float32-nchw', mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
    },
  };
}

function text(file: string): Model['text'] {
  return {
    file,
    input: 'input_ids',
    output: 'pooler_output',
    // tokenizer_config.json: Gemma, no beginning, one end (1), padded with 0 to 64; trained on lower case.
    loadTokenizer: (folder) =>
      loadHubTokenizer(folder, { length: 64, padId: 0, endId: 1, isLowerCase: true, languages: multilingual }),
    // Section 3.1 of the paper's predecessor (Zhai et al. 2023) uses CLIP's.
    classTemplates: ['{}', 'a photo of a {}', 'this is a photo of {}.'],
  };
}

function base(path: string): HubFile {
  return {
    repository: 'onnx-community/siglip2-base-patch16-256-ONNX',
    revision: 'd1114256522a37ffa257a0a58017348ab0058db2',
    path,
  };
}

function so400m(path: string): HubFile {
  return {
    repository: 'onnx-community/siglip2-so400m-patch16-256-ONNX',
    revision: '7881d8f282cbd7cdeac1aca6bed493a36d58e713',
    path,
  };
}

/** The same file in every size of SigLIP 2. */
function tokenizer(): ModelFile {
  return {
    path: 'tokenizer.json',
    sizeBytes: 34_363_039,
    sha256: 'cb9140fae3ac5122c972d37adf83e1248471a38147ad76f8215c8872c6fd8322',
    from: base('tokenizer.json'),
  };
}
