import { loadHubTokenizer } from './hub-tokenizer.ts';
import type { HubFile, Model, ModelFile } from './model.ts';

const classTemplates = ['{}', 'a photo of a {}', 'a photo of {}.'];
const english = ['en'];
const bpe = { length: 77, endId: 49_407, isLowerCase: true, languages: english };

/** CLIP ViT-B/32 (Radford et al. 2021), as Xenova exported it for transformers.js. docs/models.md has the sources. */
export const clipB32: Model = {
  id: 'clip-vit-b32',
  revision: 1,
  name: 'CLIP ViT-B/32 (OpenAI)',
  ...shared(),
  files: [
    {
      path: 'vision_model_fp16.onnx',
      sizeBytes: 176_080_659,
      sha256: '35c4e0fb0aeee527dcde1693520b214a34424a786babd530f35366bad5844efd',
      from: openai('onnx/vision_model_fp16.onnx'),
    },
    {
      path: 'text_model_quantized.onnx',
      sizeBytes: 64_504_507,
      sha256: '73baab855d406190da9faa498cfedf65f15cf309f4cc7385b7b032e6d08e5c3a',
      from: openai('onnx/text_model_quantized.onnx'),
    },
    tokenizer(),
  ],
  image: {
    file: 'vision_model_fp16.onnx',
    input: 'pixel_values',
    output: 'image_embeds',
    batchSize: 4,
    preprocess: preprocess(),
  },
  text: {
    file: 'text_model_quantized.onnx',
    input: 'input_ids',
    output: 'text_embeds',
    // The graph takes the vector at the first end (49407), so the ends that pad are never looked at.
    loadTokenizer: (folder) => loadHubTokenizer(folder, { ...bpe, padId: bpe.endId }),
    classTemplates,
  },
  offer: { goodFor: 'english', isRecommended: false, card: 'https://huggingface.co/openai/clip-vit-base-patch32' },
};

/** The same net, trained on the open LAION-2B; exported for Immich, one picture and one text at a time, 32-bit ids. */
export const clipB32Laion: Model = {
  id: 'clip-vit-b32-laion2b',
  revision: 1,
  name: 'CLIP ViT-B/32 (LAION-2B)',
  ...shared(),
  files: [
    {
      path: 'visual.onnx',
      sizeBytes: 351_613_724,
      sha256: 'b9ce24b91a8c62ef8d40ea786051709c93140104cbf2b6b4a2cc270df3838f9c',
      from: laion('visual/model.onnx'),
    },
    {
      path: 'textual.onnx',
      sizeBytes: 254_193_396,
      sha256: '48c25be37b352398f2533c9426dab6f9340535e14e46f884cc894236a5060722',
      from: laion('textual/model.onnx'),
    },
    tokenizer(),
  ],
  image: { file: 'visual.onnx', input: 'image', output: 'embedding', batchSize: 1, preprocess: preprocess() },
  text: {
    file: 'textual.onnx',
    input: 'text',
    output: 'embedding',
    loadTokenizer: (folder) => loadHubTokenizer(folder, { ...bpe, padId: 0 }),
    classTemplates,
  },
  offer: {
    goodFor: 'english-open',
    isRecommended: false,
    card: 'https://huggingface.co/laion/CLIP-ViT-B-32-laion2B-s34B-b79K',
  },
};

function shared() {
  // 100 is where both were stopped: exp(4.6052).
  return { licence: 'MIT', languages: english, dim: 512, logitScale: 100, vectors: 'raw' as const };
}

/** preprocessor_config.json: CLIPFeatureExtractor, short edge 224 (resample 3, bicubic), centre 224. */
function preprocess(): Model['image']['preprocess'] {
  return {
    resize: 'short-edge',
    resizeTo: 224,
    size: 224,
    filter: 'cubic',
    rounding: 'floor',
    layout: {
      is: 'float32-nchw',
      mean: [0.48145466, 0.4578275, 0.40821073],
      std: [0.26862954, 0.26130258, 0.27577711],
    },
  };
}

function openai(path: string): HubFile {
  return {
    repository: 'Xenova/clip-vit-base-patch32',
    revision: 'd15189d7028b43f1d3e65039190477f6af591c2a',
    path,
  };
}

function laion(path: string): HubFile {
  return {
    repository: 'immich-app/ViT-B-32__laion2b-s34b-b79k',
    revision: '19a057a0fb927cf239541300e74237cd56c7ffe2',
    path,
  };
}

/** Every CLIP of 49,408 tokens has this vocabulary. */
function tokenizer(): ModelFile {
  return {
    path: 'tokenizer.json',
    sizeBytes: 2_224_119,
    sha256: 'f7f3b7af117d467b58374797691a6438d3e6b9e9cef800dfd5dced7f697a90cd',
    from: openai('tokenizer.json'),
  };
}
