import { classPrompts } from '../models/class-prompts.ts';
import type { Dataset, DatasetImage } from './dataset.ts';
import { classificationOf, dots, rankOfBest, retrievalOf, type Classification, type Retrieval } from './metrics.ts';

export interface Evaluation {
  readonly dataset: string;
  readonly sources: readonly SourceEvaluation[];
}

export interface SourceEvaluation {
  readonly source: string;
  readonly images: number;
  /** Images that have no vector, and so are in none of the numbers. */
  readonly missing: number;
  /** Where images have captions. */
  readonly retrieval: { readonly textToImage: Retrieval; readonly imageToText: Retrieval } | undefined;
  /** Where no image has more than one label. */
  readonly zeroShot: Classification | undefined;
}

/**
 * Recall in both directions for images with captions, zero-shot accuracy where images have one label; each source by
 * itself, its own images and names being all candidates.
 * @param by.vectorOf the image's vector, unit length, or undefined when it has none
 * @param by.embedTexts unit vectors, one after the other
 * @param by.classTemplates of the model
 */
export async function evaluate(
  dataset: Dataset,
  by: {
    vectorOf: (path: string) => Float32Array | undefined | Promise<Float32Array | undefined>;
    embedTexts: (texts: string[]) => Promise<Float32Array>;
    classTemplates: readonly string[];
  },
): Promise<Evaluation> {
  const sources: SourceEvaluation[] = [];
  for (const source of new Set(dataset.images.map((image) => image.source))) {
    const images = dataset.images.filter((image) => image.source === source);
    const found: Embedded[] = [];
    for (const image of images) {
      const vector = await by.vectorOf(image.path);
      if (vector) found.push({ ...image, vector });
    }
    sources.push({
      source,
      images: images.length,
      missing: images.length - found.length,
      retrieval: await retrieve(found, by.embedTexts),
      zeroShot: await classify(found, by),
    });
  }
  return { dataset: dataset.name, sources };
}

type Embedded = DatasetImage & { readonly vector: Float32Array };

async function retrieve(
  all: readonly Embedded[],
  embedTexts: (texts: string[]) => Promise<Float32Array>,
): Promise<SourceEvaluation['retrieval']> {
  const images = all.filter(({ captions }) => captions.length > 0);
  if (images.length === 0) return undefined;
  const captions = images.flatMap((image, i) => image.captions.map((text) => ({ text, image: i })));
  const texts = await embedTexts(captions.map(({ text }) => text));
  const pictures = rows(images.map(({ vector }) => vector));
  const dim = pictures.length / images.length;
  return {
    textToImage: retrievalOf(
      captions.map(({ image }, i) =>
        rankOfBest(dots(texts.subarray(i * dim, (i + 1) * dim), pictures), (candidate) => candidate === image),
      ),
    ),
    imageToText: retrievalOf(
      images.map(({ vector }, i) => rankOfBest(dots(vector, texts), (candidate) => captions[candidate]?.image === i)),
    ),
  };
}

async function classify(
  all: readonly Embedded[],
  by: Pick<Parameters<typeof evaluate>[1], 'embedTexts' | 'classTemplates'>,
): Promise<SourceEvaluation['zeroShot']> {
  // Where images have several labels, each shows all of them: none is "the" class.
  if (all.some((image) => image.labels.length > 1)) return undefined;
  const images = all.flatMap(({ labels: [label], vector }) => (label === undefined ? [] : [{ label, vector }]));
  const labels = [...new Set(images.map(({ label }) => label))];
  if (labels.length < 2) return undefined;
  const prompts = await classPrompts(labels, by.classTemplates, by.embedTexts);
  const ranks = images.map(({ label, vector }) =>
    rankOfBest(dots(vector, prompts), (candidate) => labels[candidate] === label),
  );
  return classificationOf(ranks, labels.length);
}

function rows(vectors: readonly Float32Array[]): Float32Array {
  const dim = vectors[0]?.length ?? 0;
  const all = new Float32Array(vectors.length * dim);
  vectors.forEach((vector, i) => all.set(vector, i * dim));
  return all;
}
