import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { descriptionFile, type OwnModel } from '../../../main/models/own-model.ts';
import { makeOnnx } from '../../fixtures/make-onnx.ts';
import { siglip2, writeHubFolder } from '../../fixtures/make-model.ts';
import { vitBase, vitGraph } from './vit-graph.ts';

/** Writes a model with {@link vitGraph}, as a person's own is described, for the embedder to load. */
export function writeVitModel(folder: string): OwnModel {
  writeHubFolder(folder, siglip2, { kind: 'siglip' });
  fs.writeFileSync(path.join(folder, 'onnx/vision_model.onnx'), makeOnnx(vitGraph()));
  const description: OwnModel = {
    id: 'own-vit-base',
    revision: 1,
    name: 'ViT-B/16 at 256 px',
    licence: '',
    languages: [],
    dim: vitBase.width,
    logitScale: 100,
    image: {
      file: 'onnx/vision_model.onnx',
      input: 'pixel_values',
      output: 'pooler_output',
      batchSize: 4,
      preprocess: {
        resize: 'squash',
        resizeTo: vitBase.size,
        size: vitBase.size,
        filter: 'linear',
        rounding: 'floor',
        layout: { is: 'float32-nchw', mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
      },
    },
    // Of another dimension, and not loaded here.
    text: {
      file: 'onnx/text_model.onnx',
      input: 'input_ids',
      output: 'pooler_output',
      tokenizer: { length: 64, padId: 0, endId: 1, isLowerCase: true },
    },
    files: ['onnx/vision_model.onnx', 'onnx/text_model.onnx', 'tokenizer.json'].map((name) => {
      const bytes = fs.readFileSync(path.join(folder, name));
      return { path: name, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    }),
  };
  fs.writeFileSync(path.join(folder, descriptionFile), JSON.stringify(description));
  return description;
}
