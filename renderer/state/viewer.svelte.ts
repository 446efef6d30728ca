import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Question } from '../../preload/contract/list.ts';
import type { PhotoCard, PhotoDetail, PhotoId } from '../../preload/contract/photo.ts';
import type { PhotoStack } from '../../preload/contract/stack-calls.ts';
import type { TagDecision } from '../../preload/contract/tag.ts';
import { fullUrl, reportOf, thumbnailUrl, untouchedUrl, type Api } from '../api.ts';
import { Film } from './film.svelte.ts';
import { createLatest } from '../logic/latest.ts';
import type { Size } from '../logic/zoom.ts';
import { AnimationState } from './animation.svelte.ts';
import { CropTool } from './crop.svelte.ts';
import { FileSheetState } from './file-sheet.svelte.ts';
import type { Grid } from './grid.svelte.ts';
import { Match } from './match.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { PhotoTags } from './photo-tags.svelte.ts';
import type { PhotoList } from './photo-list.svelte.ts';
import { Rating } from './rating.svelte.ts';
import type { Ratings } from './ratings.ts';
import { RegionTool } from './region.svelte.ts';
import { Slideshow } from './slideshow.svelte.ts';
import { StageState } from './stage.svelte.ts';
import type { Tagging } from './tagging.ts';
import { TonesState } from './tones.svelte.ts';
import { WhyState } from './why.svelte.ts';

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
  /** The picture is shown as its file has it, without turn and crop, for as long as this is on. */
  #isBefore = $state(false);
  #shown = $state.raw<Shown | undefined>();
  #panel = $state<Panel | undefined>();

  readonly #api: Api;
  readonly #grid: Grid;
  readonly #notices: Notices;
  readonly #latest = createLatest();
  readonly #details = createLatest();
  readonly #stacks = createLatest();
  readonly match: Match;
  readonly why: WhyState;
  readonly tags: PhotoTags;
  readonly rating: Rating;
  readonly tones: TonesState;
  readonly fileSheet: FileSheetState;
  readonly film: Film;
  readonly animation: AnimationState;
  readonly region = new RegionTool();
  readonly crop = new CropTool();
  readonly slideshow: Slideshow;
  readonly stage: StageState;

  /** The photos that belong together with the one that is open, the one that stands for them first. */
  stack = $state.raw<readonly PhotoCard[]>([]);
  /** The film that the photo was taken with is played over it. */
  isMoving = $state(false);
  stackKind = $state<PhotoStack['kind']>();

  readonly isOpen = $derived(this.#shown !== undefined);
  readonly card = $derived(this.#shown?.card);
  readonly isFavourite = $derived.by(() => {
    const known = this.detail?.id === this.card?.id ? this.detail : this.card;
    return known?.isFavourite === true;
  });
  readonly flag = $derived.by(() => (this.detail?.id === this.card?.id ? this.detail : this.card)?.flag);
  /** How the person turned it, once that is known. */
  readonly #turn = $derived.by(() => (this.detail?.id === this.card?.id ? this.detail?.turn : undefined));
  readonly hasMotion = $derived.by(
    () =>
      this.card?.kind === 'image' &&
      !this.card.isOffline &&
      (this.card.hasMotion === true || (this.stackKind === 'live' && this.stack.length > 1)),
  );
  readonly index = $derived(this.#shown?.index ?? 0);
  readonly count = $derived(this.#shown?.list.count ?? 0);
  /** There is something to be seen by {@link isBefore}. */
  readonly isChanged = $derived.by(() => this.#turn !== undefined || this.card?.crop !== undefined);
  readonly isBefore = $derived(this.#isBefore && this.isChanged);
  /** The part of the picture that is shown; none: all of it, which is also where a part of it is marked. */
  readonly shownCrop = $derived.by(() => {
    const isWhole = this.isBefore || this.crop.isOn || this.region.isOn || this.isMoving || this.why.shownHeat;
    return isWhole ? undefined : this.card?.crop;
  });
  readonly #size = $derived.by((): Size | undefined => {
    const { card, shownCrop } = this;
    if (!card) return undefined;
    const { width, height } = card;
    if (this.isBefore && (this.#turn ?? 1) >= 5) return { width: height, height: width };
    return shownCrop ? { width: width * shownCrop.w, height: height * shownCrop.h } : { width, height };
  });
  /** None of a picture that is turned while it is shown as it was. */
  readonly thumbnail = $derived(
    this.card && !(this.isBefore && this.#turn !== undefined) ? thumbnailUrl(this.card) : undefined,
  );
  readonly original = $derived(this.card && (this.isBefore ? untouchedUrl(this.card) : fullUrl(this.card)));
  /** What the photo is an answer to; none in the timeline. */
  readonly question = $derived(this.#shown && asked(this.#shown.list));
  readonly panels = $derived<readonly Panel[]>(this.question ? ['info', 'match', 'why'] : ['info', 'match']);
  readonly panel = $derived.by(() => {
    if (this.mode === 'preview' || this.#panel === undefined) return undefined;
    return this.panels.includes(this.#panel) ? this.#panel : 'info';
  });

  /** A part can be marked: of a photo, or of what a film shows. */
  readonly canMark = $derived.by(
    () => this.card?.isOffline === false && (this.card.kind === 'image' || this.film.state === 'ready'),
  );

  readonly canCrop = $derived(this.card?.isOffline === false && this.card.kind === 'image');

  /** The window can't play the film of a photo. */
  onMotionFailed: () => void = () => {};

  constructor(api: Api, grid: Grid, notices: Notices, tagging: Tagging, ratings: Ratings) {
    this.#api = api;
    this.#grid = grid;
    this.#notices = notices;
    this.match = new Match(api);
    this.why = new WhyState(api);
    this.tags = new PhotoTags(api, tagging);
    this.film = new Film(api, notices);
    this.animation = new AnimationState(api);
    this.tones = new TonesState(api);
    this.fileSheet = new FileSheetState(api);
    this.rating = new Rating(ratings, this);
    this.slideshow = new Slideshow(this);
    this.stage = new StageState(() => this.#size);
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

  /** Another photo of the stack; the next one of the list is where it was. */
  goInStack(steps: 1 | -1): void {
    const at = this.stack.findIndex(({ id }) => id === this.card?.id) + steps;
    const card = this.stack[(at + this.stack.length) % this.stack.length];
    if (card) void this.showInStack(card);
  }

  async showInStack(card: PhotoCard): Promise<void> {
    const shown = this.#shown;
    if (shown && card.id !== shown.card.id) await this.#lay({ ...shown, card });
  }

  /** A RAW goes with its picture and a film with its photo; of all other stacks the photo that is seen is meant. */
  wholeShot(): PhotoId[] {
    const { card, stack } = this;
    if (!card) return [];
    const isOneShot = this.stackKind === 'raw' || this.stackKind === 'live';
    return isOneShot && stack.length > 1 ? stack.map(({ id }) => id) : [card.id];
  }

  /** When what is shown is in its film; none for a photo, and for a film that the window can't play. */
  get shownMs(): number | undefined {
    return this.card?.kind === 'video' ? this.film.shownMs : undefined;
  }

  /** What is marked stands still. */
  toggleRegion(): void {
    this.film.pause();
    this.region.toggle();
  }

  /** Marks what is to be left of the photo, or leaves that. */
  toggleCrop(): void {
    const { card, canCrop } = this;
    if (this.crop.isOn || !card || !canCrop) return this.crop.end();
    this.region.end();
    this.crop.begin(card);
  }

  showBefore(isOn: boolean): void {
    if (isOn === this.isBefore || (isOn && !this.isChanged)) return;
    this.#isBefore = isOn;
    if (this.#turn !== undefined) this.picture = 'loading';
  }

  motionFailed(): void {
    this.isMoving = false;
    this.onMotionFailed();
  }

  toggleMotion(): void {
    if (this.animation.isThere === true) this.animation.toggle();
    else this.isMoving = this.hasMotion && !this.isMoving;
  }

  stackChanged(): void {
    void this.#readStack();
  }

  /** Back to the grid, on the photo that was open last, unless the person went elsewhere. */
  close(to: 'grid' | 'elsewhere' = 'grid'): void {
    const shown = this.#shown;
    if (!shown) return;
    this.#latest.forget();
    this.slideshow.stop();
    this.#shown = undefined;
    this.stack = [];
    this.detail = undefined;
    this.region.end();
    this.crop.end();
    this.why.hide();
    this.tags.hide();
    this.tones.hide();
    this.animation.hide();
    this.fileSheet.close();
    if (to === 'grid') void this.#toGrid(shown.list, shown.index, shown.card);
  }

  /** The keyboard goes to where the photo is now: the list may have been read anew under it. */
  async #toGrid(from: PhotoList, index: number, { id }: PhotoCard): Promise<void> {
    const { list } = this.#grid;
    const place = list === from ? index : await list?.find(id).catch(() => undefined);
    if (this.#shown === undefined) await this.#grid.focus(place ?? this.#grid.focusIndex);
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

  /** The photo that is open is shown otherwise than a moment ago. */
  async cardChanged(): Promise<void> {
    // The other photos of its stack are on no page of the list.
    await this.#readStack();
    const shown = this.#shown;
    if (!shown) return;
    const card = this.stack.find(({ id }) => id === shown.card.id) ?? shown.list.at(shown.index);
    if (card?.id !== shown.card.id || card === shown.card) return;
    const isOtherPicture = card.version !== shown.card.version;
    this.#shown = { ...shown, card };
    if (!isOtherPicture) return;
    this.animation.show(card);
    this.picture = 'loading';
    this.stage.reset();
    this.region.end();
    this.crop.end();
    this.#fillPanel();
    this.detailRead = this.readDetail();
  }

  enlarge(): void {
    this.mode = 'full';
    this.#fillPanel();
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
    let laid: Promise<void>;
    try {
      const heard = await this.#latest.ask(() => list.card(index));
      if (heard.is === 'overtaken' || !heard.value) return;
      laid = this.#lay({ list, index, card: heard.value });
    } catch (error) {
      this.#notices.fail(error);
      return;
    }
    await Promise.all([laid, this.#warmNeighbours(list, index)]);
  }

  async #lay(shown: Shown): Promise<void> {
    if (!this.stack.some(({ id }) => id === shown.card.id)) {
      this.stack = [];
      this.stackKind = undefined;
    }
    this.isMoving = false;
    this.#shown = shown;
    this.film.show(shown.card);
    this.animation.show(shown.card);
    this.picture = 'loading';
    this.stage.reset();
    this.#isBefore = false;
    this.detailTrouble = undefined;
    this.region.end();
    this.crop.end();
    this.#fillPanel();
    this.detailRead = this.readDetail();
    await Promise.all([this.detailRead, this.#readStack()]);
  }

  async #readStack(): Promise<void> {
    const card = this.card;
    if (!card) return;
    try {
      const heard = await this.#stacks.ask(() => this.#api.call('stacks.get', { photoId: card.id }));
      if (heard.is === 'overtaken' || this.#shown?.card.id !== card.id) return;
      this.stack = heard.value.cards;
      this.stackKind = heard.value.kind;
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  #fillPanel(): void {
    const { card, panel, question } = this;
    if (card && panel === 'info') void this.tags.show(card.id);
    else this.tags.hide();
    if (card?.kind === 'image' && !card.isOffline && panel === 'info') this.tones.show(card.id);
    else this.tones.hide();
    if (card && panel === 'match') void this.match.show(card.id, question ?? {});
    if (card && panel === 'why' && question) void this.why.show(card.id, question);
    else this.why.hide();
  }

  /** Of the photo that is open, also when something of it has changed. */
  async readDetail(): Promise<void> {
    const card = this.card;
    if (!card) return;
    try {
      const heard = await this.#details.ask(() => this.#api.call('photos.get', { id: card.id }));
      if (heard.is === 'newest' && this.card === card) this.detail = heard.value;
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
