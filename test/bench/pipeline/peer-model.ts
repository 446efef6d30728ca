import fs from 'node:fs';
import path from 'node:path';
import { starter } from '../../../main/models/starter.ts';
import { starterFolder } from '../shared/model.ts';

/** The name that transformers.js finds it by. */
export const peerModelName = 'starter';

/** The starter as transformers.js wants a model to lie on the disk. The graph is the same file. @returns the folder above */
export function makePeerModel(folder: string): string {
  const models = path.join(folder, 'peer-models');
  const own = path.join(models, peerModelName);
  fs.mkdirSync(path.join(own, 'onnx'), { recursive: true });
  fs.copyFileSync(path.join(starterFolder, starter.image.file), path.join(own, 'onnx/model.onnx'));
  const { resizeTo, size } = starter.image.preprocess;
  write(own, 'config.json', { model_type: 'lumisift-starter' });
  write(own, 'preprocessor_config.json', {
    image_processor_type: 'CLIPImageProcessor',
    do_convert_rgb: true,
    do_resize: true,
    size: { shortest_edge: resizeTo },
    // Bicubic, as PIL numbers it.
    resample: 3,
    do_center_crop: true,
    crop_size: { height: size, width: size },
    // The graph takes bytes and normalises by itself.
    do_rescale: false,
    do_normalize: false,
  });
  return models;
}

function write(folder: string, name: string, json: object): void {
  fs.writeFileSync(path.join(folder, name), JSON.stringify(json));
}
