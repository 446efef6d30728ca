import type { PhotoCard } from '../../preload/contract/photo.ts';
import type { Region } from '../../preload/contract/region.ts';
import { inShape, isWholeOf, largestIn, shapeOf, type Ratio } from '../logic/crop.ts';
import type { Size } from '../logic/zoom.ts';
import { RegionTool } from './region.svelte.ts';

const all: Region = { x: 0, y: 0, w: 1, h: 1 };

/** What is to be left of the photo that is open, while the person marks it. */
export class CropTool {
  ratio = $state<Ratio>('free');
  isUpright = $state(false);
  #size = $state.raw<Size>({ width: 1, height: 1 });
  readonly tool = new RegionTool((region, fixed) =>
    this.#shape === undefined ? region : inShape(region, this.#shape, fixed),
  );
  readonly #shape = $derived(shapeOf(this.ratio, this.isUpright, this.#size));
  readonly isOn = $derived(this.tool.isOn);
  /** What would be kept; undefined: all of it. */
  readonly left = $derived.by(() => {
    const { region } = this.tool;
    return region && !isWholeOf(region) ? region : undefined;
  });

  begin(card: Pick<PhotoCard, 'width' | 'height' | 'crop'>): void {
    this.#size = { width: card.width, height: card.height };
    this.isUpright = card.height > card.width;
    this.ratio = 'free';
    this.tool.isOn = true;
    this.tool.region = card.crop ?? all;
  }

  end(): void {
    this.tool.end();
  }

  choose(ratio: Ratio, isUpright = this.isUpright): void {
    this.ratio = ratio;
    this.isUpright = isUpright;
    // As much as there is, and not what an earlier shape left of it.
    if (this.#shape !== undefined) this.tool.region = largestIn(all, this.#shape);
  }

  showAll(): void {
    this.ratio = 'free';
    this.tool.region = all;
  }
}
