import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Question } from '../../preload/contract/list.ts';
import type { PhotoCard, PhotoDetail } from '../../preload/contract/photo.ts';
import type { TagDecision } from '../../preload/contract/tag.ts';
import { fullUrl, reportOf, thumbnailUrl, type Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';
import {
  actualSize,
  fitted,
  held,
  isFitted,
  seenPart,
  zoomedTo,
  type Point,
  type Pose,
  type Size,
} from '../logic/zoom.ts';
import type { Grid } from './grid.svelte.ts';
import { Match } from './match.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { PhotoTags } from './photo-tags.svelte.ts';
import type { PhotoList } from './photo-list.svelte.ts';
import { Rating } from './rating.svelte.ts';
import { RegionTool } from './region.svelte.ts';
import type { Tagging } from './tagging.ts';
import { WhyState } from './why.svelte.ts';

const step = 1.5;
const middle: Point = { x: 0, y: 0 };

/** `full` has every control; `preview` is a quick look that the space bar opens and closes. */
export type ViewerMode = 'full' | 'preview';
/** What stands beside the photo. */
export type Panel = 'info' | 'match' | 'why';

interface Shown {
  readonly list: PhotoList;
  readonly index: number;
  readonly card: PhotoCard;
}

/** The photo that is open, how it lies on the stage, and what is known of it. */
export class Viewer {
  mode = $state<ViewerMode>('full');
  detail = $state.raw<PhotoDetail | undefined>();
  detailRead: Promise<void> = Promise.resolve();
  detailTrouble = $state.raw<FailureReport | undefined>();
  picture = $state<'loading' | 'ready' | 'failed'>('loading');
  /** The pose changes by a glide (a button, a key) or follows the hand at once (wheel, drag). */
  isGliding = $state(false);
  #shown = $state.raw<Shown | undefined>();
  #stage = $state.raw<Size>({ width: 1, height: 1 });
  #pose = $state.raw<Pose>({ scale: 1, x: 0, y: 0 });
  #panel = $state<Panel | undefined>();

  readonly #api: Api;
  readonly #grid: Grid;
  readonly #notices: Notices;
  readonly #latest = createLatest();
  readonly match: Match;
  readonly why: WhyState;
  readonly tags: PhotoTags;
  readonly rating: Rating;
  readonly region = new RegionTool();

  readonly isOpen = $derived(this.#shown !== undefined);
  readonly card = $derived(this.#shown?.card);
  readonly index = $derived(this.#shown?.index ?? 0);
  readonly count = $derived(this.#shown?.list.count ?? 0);
  readonly pose = $derived(this.#pose);
  readonly fit = $derived(this.card ? fitted(this.card, this.#stage, devicePixelRatio) : this.#pose);
  readonly isFitted = $derived(this.card ? isFitted(this.#pose, this.card, this.#stage, devicePixelRatio) : true);
  /** Screen pixels a photo pixel: 1 is actual size. */
  readonly magnification = $derived(this.#pose.scale * devicePixelRatio);
  readonly thumbnail = $derived(this.card && thumbnailUrl(this.card));
  readonly original = $derived(this.card && fullUrl(this.card));

  /** The part of the photo that is on screen. */
  readonly seen = $derived(this.card ? seenPart(this.#pose, this.card, this.#stage) : { x: 0, y: 0, w: 1, h: 1 });
  /** What the photo is an answer to; none in the timeline. */
  readonly question = $derived(this.#shown && asked(this.#shown.list));
  readonly panels = $derived<readonly Panel[]>(this.question ? ['info', 'match', 'why'] : ['info', 'match']);
  readonly panel = $derived.by(() => {
    if (this.mode === 'preview' || this.#panel === undefined) return undefined;
    return this.panels.includes(this.#panel) ? this.#panel : 'info';
  });

  constructor(api: Api, grid: Grid, notices: Notices, tagging: Tagging) {
    this.#api = api;
    this.#grid = grid;
    this.#notices = notices;
    this.match = new Match(api);
    this.why = new WhyState(api);
    this.tags = new PhotoTags(api, tagging);
    this.rating = new Rating(api, notices, this);
  }

  async open(index: number, mode: ViewerMode = 'full'): Promise<void> {
    const list = this.#grid.list;
    if (!list) return;
    this.mode = mode;
    await this.#show(list, index);
  }

  async go(steps: 1 | -1): Promise<void> {
    const shown = this.#shown;
    if (shown) await this.#show(shown.list, shown.index + steps);
  }

  /** Back to the grid, on the photo that was open last, unless the person went elsewhere. */
  close(to: 'grid' | 'elsewhere' = 'grid'): void {
    const shown = this.#shown;
    if (!shown) return;
    this.#latest.forget();
    this.#shown = undefined;
    this.detail = undefined;
    this.region.end();
    this.why.hide();
    this.tags.hide();
    if (to === 'grid' && shown.list === this.#grid.list) void this.#grid.focus(shown.index);
  }

  /** Opens a panel, or closes the one that is open. */
  togglePanel(panel: Panel): void {
    this.showPanel(this.panel === panel ? undefined : panel);
  }

  showPanel(panel: Panel | undefined): void {
    if (panel !== undefined && !this.panels.includes(panel)) return;
    this.#panel = panel;
    this.#fillPanel();
  }

  /** The panel with the tags, and the keyboard at the name to type. */
  openTags(): void {
    this.tags.wantsKeyboard = true;
    this.showPanel('info');
  }

  /** One key for a suggestion; the first such key shows what is suggested, if it is not to be seen yet. */
  answerTag(decision: TagDecision): void {
    if (this.panel === 'info') this.tags.answerCurrent(decision);
    else this.showPanel('info');
  }

  enlarge(): void {
    this.mode = 'full';
    this.#fillPanel();
  }

  toggleActualSize(): void {
    if (this.isFitted) this.showActualSize();
    else this.showWhole();
  }

  readonly attachStage = (stage: HTMLElement): (() => void) => {
    const resized = new ResizeObserver(() => {
      const wasFitted = this.isFitted;
      this.#stage = { width: Math.max(1, stage.clientWidth), height: Math.max(1, stage.clientHeight) };
      this.isGliding = false;
      if (this.card) this.#pose = wasFitted ? this.fit : held(this.#pose, this.card, this.#stage);
    });
    resized.observe(stage);
    return () => resized.disconnect();
  };

  zoomBy(factor: number, at: Point = middle, isGliding = true): void {
    if (!this.card) return;
    this.isGliding = isGliding;
    this.#pose = zoomedTo(this.#pose, this.#pose.scale * factor, this.card, this.#stage, at, devicePixelRatio);
  }

  zoomIn(): void {
    this.zoomBy(step);
  }

  zoomOut(): void {
    this.zoomBy(1 / step);
  }

  showWhole(): void {
    this.isGliding = true;
    this.#pose = this.fit;
  }

  showActualSize(at: Point = middle): void {
    if (!this.card) return;
    this.isGliding = true;
    this.#pose = actualSize(this.#pose, this.card, this.#stage, at, devicePixelRatio);
  }

  toggleZoom(at: Point): void {
    if (!this.isFitted) this.showWhole();
    else if (this.magnification < 0.5) this.showActualSize(at);
    else this.zoomBy(2, at);
  }

  pan(dx: number, dy: number): void {
    if (!this.card) return;
    this.isGliding = false;
    this.#pose = held({ ...this.#pose, x: this.#pose.x + dx, y: this.#pose.y + dy }, this.card, this.#stage);
  }

  async showInFileManager(): Promise<void> {
    if (!this.card) return;
    try {
      await this.#api.call('photos.showInFileManager', { id: this.card.id });
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  async #show(list: PhotoList, index: number): Promise<void> {
    try {
      const heard = await this.#latest.ask(() => list.card(index));
      if (heard.is === 'overtaken' || !heard.value) return;
      this.#shown = { list, index, card: heard.value };
    } catch (error) {
      this.#notices.fail(error);
      return;
    }
    this.picture = 'loading';
    this.isGliding = false;
    this.#pose = this.fit;
    this.detailTrouble = undefined;
    this.region.end();
    this.#fillPanel();
    this.detailRead = this.#readDetail();
    await Promise.all([this.detailRead, this.#warmNeighbours(list, index)]);
  }

  #fillPanel(): void {
    const { card, panel, question } = this;
    if (card && panel === 'info') void this.tags.show(card.id);
    else this.tags.hide();
    if (card && panel === 'match') void this.match.show(card.id, question ?? {});
    if (card && panel === 'why' && question) void this.why.show(card.id, question);
    else this.why.hide();
  }

  async #readDetail(): Promise<void> {
    const card = this.card;
    if (!card) return;
    try {
      const detail = await this.#api.call('photos.get', { id: card.id });
      if (this.card === card) this.detail = detail;
    } catch (error) {
      if (this.card === card) this.detailTrouble = reportOf(error);
    }
  }

  /** The next and the previous preview are fetched ahead: an arrow key shows something at once. */
  async #warmNeighbours(list: PhotoList, index: number): Promise<void> {
    for (const near of [index + 1, index - 1]) {
      const card = list.at(near);
      if (card) new Image().src = thumbnailUrl(card);
    }
    list.want(Math.max(0, index - 1), index + 1);
  }
}

function asked({ question, query }: PhotoList): Question | undefined {
  const isPlain = (question.text ?? '').trim() === '' && question.similarTo === undefined;
  // A smart album asks; one by hand does not.
  return isPlain && (question.albumId === undefined || query === undefined) ? undefined : question;
}
