import fs from 'node:fs';
import type { List } from '../../preload/contract/list.ts';
import type { PhotoCard, PhotoDetail } from '../../preload/contract/photo.ts';
import type { Dataset } from './dataset.ts';
import { type Retrieval, retrievalOf } from './metrics.ts';

/** What of the library is needed: the very calls that the window makes. */
export interface SearchPath {
  readonly lists: {
    open(question: { text?: string }): Promise<List>;
    page(listId: number, offset: number, limit: number): Promise<PhotoCard[]>;
  };
  readonly photos: { get(id: number): PhotoDetail };
}

export interface SearchEvaluation {
  readonly dataset: string;
  readonly sources: readonly { readonly source: string; readonly images: number; readonly textToImage: Retrieval }[];
  /** Of each question, from asking to the ranked list, in the order of size. */
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/**
 * Recall from text to image by asking a library every caption. The rank of a photo is its place among the photos of its
 * own source, so that the numbers compare with those of one source by itself.
 */
export async function evaluateThroughSearch(dataset: Dataset, library: SearchPath): Promise<SearchEvaluation> {
  const sourceOf = new Map(dataset.images.map((image) => [fs.realpathSync(image.path), image.source]));
  const sourceById = new Map<number, string>();
  const idByPath = new Map<string, number>();
  for (const card of await everyCard(library, await library.lists.open({})))
    for (const file of library.photos.get(card.id).files) {
      idByPath.set(file.path, card.id);
      const source = sourceOf.get(file.path);
      if (source !== undefined) sourceById.set(card.id, source);
    }
  const tookMs: number[] = [];
  const sources = [];
  for (const source of new Set(dataset.images.map((image) => image.source))) {
    const images = dataset.images.filter((image) => image.source === source && image.captions.length > 0);
    if (images.length === 0) continue;
    const ranks: number[] = [];
    for (const image of images) {
      const id = idByPath.get(fs.realpathSync(image.path));
      for (const text of image.captions) {
        const startedAt = performance.now();
        const list = await library.lists.open({ text });
        tookMs.push(performance.now() - startedAt);
        const cards = (await everyCard(library, list)).filter((card) => sourceById.get(card.id) === source);
        const at = cards.findIndex((card) => card.id === id);
        ranks.push(at < 0 ? Number.POSITIVE_INFINITY : at + 1);
      }
    }
    sources.push({ source, images: images.length, textToImage: retrievalOf(ranks) });
  }
  tookMs.sort((a, b) => a - b);
  const quantile = (q: number) => tookMs[Math.min(tookMs.length - 1, Math.floor(q * tookMs.length))] ?? 0;
  return { dataset: dataset.name, sources, p50Ms: quantile(0.5), p95Ms: quantile(0.95) };
}

export function formatSearchEvaluation({ sources, p50Ms, p95Ms }: SearchEvaluation): string {
  const percent = (share: number) => (100 * share).toFixed(1).padStart(5);
  return [
    ...sources.map(
      ({ source, images, textToImage: r }) =>
        `${source} (${images} photos)  text -> image through search  @1 ${percent(r.recallAt1)}  @5 ${percent(r.recallAt5)}  @10 ${percent(r.recallAt10)}  median rank ${r.medianRank}`,
    ),
    `A question took ${p50Ms.toFixed(1)} ms (p50), ${p95Ms.toFixed(1)} ms (p95).`,
  ].join('\n');
}

/** All photos of an answer, in its order. */
export async function everyCard(library: Pick<SearchPath, 'lists'>, list: List): Promise<PhotoCard[]> {
  const cards = [...list.cards];
  while (cards.length < list.count) {
    const page = await library.lists.page(list.id, cards.length, 500);
    if (page.length === 0) break;
    cards.push(...page);
  }
  return cards;
}
