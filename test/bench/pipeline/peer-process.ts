/**
 * @file Runs in a process of its own, with nothing of Lumisift's in it: transformers.js on the same graph and photos, by
 * its own image pipeline (its decoder, its image processor, its session), with the settings it has by itself.
 */
import {
  AutoImageProcessor,
  AutoModel,
  env,
  ImageFeatureExtractionPipeline,
  LogLevel,
  Tensor,
} from '@huggingface/transformers';
import { serve } from '../shared/helper-process.ts';
import { type Rate, steadyRate } from '../shared/steady.ts';
import { peerModelName } from './peer-model.ts';

export type PeerQuestion =
  | { readonly is: 'vectors'; readonly count: number }
  /** @param atOnce photos that one call of the pipeline is given */
  | { readonly is: 'rate'; readonly atOnce: number; readonly warmUpMs: number; readonly windowMs: number };

export type PeerAnswer = { is: 'vectors'; vectors: Float32Array[] } | { is: 'rate'; rate: Rate };

serve(async ({ photos, models }: { photos: readonly string[]; models: string }) => {
  env.allowRemoteModels = false;
  env.localModelPath = models;
  env.logLevel = LogLevel.ERROR;
  const processor = await AutoImageProcessor.from_pretrained(peerModelName, {});
  const model = await AutoModel.from_pretrained(peerModelName, { device: 'cpu', dtype: 'fp32' });
  const extract = new ImageFeatureExtractionPipeline({
    task: 'image-feature-extraction',
    processor,
    // The graph takes bytes in another order than the image processor gives: 1 ms a photo, left in the peer's time.
    model: (async ({ pixel_values }: { pixel_values: Tensor }) => {
      const { embedding } = await model({ pixels: bytesOf(pixel_values) });
      return { image_embeds: embedding };
    }) as never, // called as a function by the pipeline, and in no other way
  } as never); // its types ask for a model class of its own
  const embed = (files: readonly string[]): Promise<Tensor> => extract([...files]);

  return async (asked: PeerQuestion): Promise<PeerAnswer> => {
    if (asked.is === 'vectors') {
      const answer = await embed(photos.slice(0, asked.count));
      return { is: 'vectors', vectors: answer.tolist().map((row: number[]) => Float32Array.from(row)) };
    }
    const { atOnce, ...window } = asked;
    const next = (at: number) => Array.from({ length: atOnce }, (_, i) => photos[(at * atOnce + i) % photos.length]!);
    const rate = await steadyRate({ depth: 1, ...window }, async (at) => {
      await embed(next(at));
      return atOnce;
    });
    return { is: 'rate', rate };
  };
});

function bytesOf(values: Tensor): Tensor {
  const rows = values.permute(0, 2, 3, 1);
  return new Tensor('uint8', Uint8Array.from(rows.data as Float32Array), rows.dims);
}
