import type { FailureReport } from '../../preload/contract/failure.ts';
import type { FolderAt } from '../../preload/contract/folder.ts';
import type { ListOrder, Question } from '../../preload/contract/list.ts';
import type { PhotoCard } from '../../preload/contract/photo.ts';
import type { Chip } from '../../preload/contract/query.ts';
import type { Region } from '../../preload/contract/region.ts';
import { reportOf, type Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';
import {
  composed, foundAgain, isSameMatter, joinedText, operatorText, partedText, photoExample, rewritten, withLike,
  type Example, type Like, type QueryText,
} from '../logic/query-text.ts'; // prettier-ignore
import { PhotoList } from './photo-list.svelte.ts';
import type { SettingsState } from './settings.svelte.ts';

/** Between the last key and the question: a fast typist's next key comes within it, a finger's pause does not. */
const debounceMs = 40;
/** An answer faster than this shows no sign of waiting: the sign would only flicker. */
const patienceMs = 250;
/** While photos pour in, the timeline is read again at most this often. */
const refreshMs = 1500;
/** The library counts albums at most once in a second; what the person does to one is seen at once. */
const albumRefreshMs = 60;
/** The searching process is started again by itself when it ends; a question that met its end is put again. */
const retryMs = 400;
const mostRetries = 8;
const mostUnfolded = 1_000;

/** How a new answer takes the old one's place: `question` starts at its top, `refresh` stays where the person is. */
export type Arrival = 'question' | 'refresh';

/** A chip's value, as an editor gives it. */
export type ChipDraft = Pick<Chip, 'key' | 'operand' | 'sign'>;

/** All that is asked for, to go back to. */
export interface SearchPlace extends QueryText {
  readonly keptAsWords: readonly string[];
  readonly albumId: number | undefined;
  readonly folder: FolderAt | undefined;
  readonly isRecent: boolean;
}

const nothingAsked: QueryText = { examples: [], likes: [], words: '' };

/** The question in the search box and the library's answer to it. */
export class Search {
  /** What stands in the text field. Photos and pictures of the question are shown before it, as `examples`. */
  text = $state('');
  examples = $state.raw<readonly Example[]>([]);
  /** What the person said of photos in answers to this question. */
  likes = $state.raw<readonly Like[]>([]);
  keptAsWords = $state.raw<readonly string[]>([]);
  /** Photos whose stacks are open in the grid. */
  unfolded = $state.raw<readonly PhotoCard['id'][]>([]);
  /** The album that is open; words narrow it down. */
  albumId = $state<number | undefined>();
  /** The folder of the disk that is open; words narrow it down. */
  folder = $state.raw<FolderAt | undefined>();
  /** What came last is shown first, however lists stand otherwise. */
  isRecent = $state(false);
  /** A question that stands in an order of its own, until the person chooses another. */
  #ownOrder = $state.raw<{ text: string; order: ListOrder }>();
  list = $state.raw<PhotoList | undefined>();
  trouble = $state.raw<FailureReport | undefined>();
  isSlow = $state(false);
  /** The library changed under a ranked answer, which does not shuffle itself under the person's eyes. */
  hasNews = $state(false);

  /** How lists stand that are not ranked. */
  readonly order = $derived.by((): ListOrder => {
    if (this.isRecent) return 'added';
    return this.#ownOrder?.text === this.fullText ? this.#ownOrder.order : this.#settings.value.order;
  });
  /** The whole text of the question. */
  readonly fullText = $derived(joinedText({ examples: this.examples, likes: this.likes, words: this.text }));
  readonly isTimeline = $derived(
    this.fullText === '' && this.albumId === undefined && this.folder === undefined && !this.isRecent,
  );
  /** What the library made of the text; that of the text before while a newer one is under way. */
  readonly query = $derived.by(() => (this.fullText === '' ? undefined : this.list?.query));

  /** Puts a new list on screen (`show` answers whether it did: an answer to a newer question may be there by now); set by the grid, which knows what to keep in place. */
  arrive: (list: PhotoList, how: Arrival, show: () => boolean) => Promise<void> = async (_list, _how, show) =>
    void show();
  /** Something else is asked for: key by key, or at once. */
  onAsked: (how: 'typed' | 'chosen') => void = () => undefined;
  /** While true (a photo is open over the list) the list is not exchanged. */
  isHeld: () => boolean = () => false;

  #latest = createLatest();
  #debounce: ReturnType<typeof setTimeout> | undefined;
  #slow: ReturnType<typeof setTimeout> | undefined;
  /** The words that the likes were said of. */
  #likedFor = '';
  #retries = 0;
  #asked = 0;
  /** Which of the answers that were asked for is on screen. */
  #shown = 0;
  #refresh: ReturnType<typeof setTimeout> | undefined;
  readonly #api: Api;
  readonly #settings: SettingsState;

  constructor(api: Api, settings: SettingsState) {
    this.#api = api;
    this.#settings = settings;
    api.on('library.changed', () => this.libraryChanged());
    api.on('albums.changed', () => this.albumsChanged());
  }

  type(text: string): void {
    // What was said was said of an answer to other words: another question begins anew.
    if (!isSameMatter(this.#likedFor, text)) this.likes = [];
    this.unfolded = [];
    this.text = text;
    this.keptAsWords = this.keptAsWords.filter((words) => text.includes(words));
    clearTimeout(this.#debounce);
    this.#debounce = setTimeout(() => {
      this.onAsked('typed');
      void this.ask();
    }, debounceMs);
  }

  place(): SearchPlace {
    const { keptAsWords, albumId, folder, isRecent } = this;
    return { ...this.#whatIsAsked(), keptAsWords, albumId, folder, isRecent };
  }

  /** Done when the answer is on screen. */
  async goTo({ albumId, folder, isRecent, keptAsWords, ...asked }: SearchPlace): Promise<void> {
    this.albumId = albumId;
    this.folder = folder;
    this.isRecent = isRecent;
    await this.#put(asked, keptAsWords);
  }

  /** Exchanges what stands in the text field. */
  putWords(words: string): void {
    this.#change({ words });
  }

  /** A photo that was typed by its number becomes a picture, once the person has done typing. */
  settle(): void {
    const parted = partedText(this.text);
    if (parted.examples.length + parted.likes.length > 0)
      this.#change({
        examples: [...this.examples, ...parted.examples],
        likes: parted.likes.reduce(withLike, this.likes),
        words: parted.words,
      });
  }

  /** Puts a whole question in the box: a saved search, a suggestion. */
  run(fullText: string, keptAsWords: readonly string[] = [], order?: ListOrder): void {
    this.#toAllPhotos();
    this.#ownOrder = order && { text: fullText, order };
    void this.#put(partedText(fullText), keptAsWords);
  }

  clear(): void {
    this.#toAllPhotos();
    void this.#put(nothingAsked, []);
  }

  /** The words are asked of all photos. */
  leavePlace(): void {
    this.#toAllPhotos();
    this.#change({});
  }

  clearWords(): void {
    void this.#put({ examples: this.examples, likes: [], words: '' }, []);
  }

  openAlbum(albumId: number): void {
    this.#toAllPhotos();
    this.albumId = albumId;
    void this.#put(nothingAsked, []);
  }

  openFolder(folder: FolderAt): void {
    this.#toAllPhotos();
    this.folder = folder;
    void this.#put(nothingAsked, []);
  }

  showRecent(): void {
    this.#toAllPhotos();
    this.isRecent = true;
    void this.#put(nothingAsked, []);
  }

  changeOrder(order: ListOrder): void {
    this.#settings.change({ order });
    this.isRecent = false;
    this.#ownOrder = undefined;
    this.onAsked('chosen');
    void this.ask();
  }

  moreLike(photo: Pick<PhotoCard, 'id'>, region?: Region, atMs?: number): void {
    this.show(photoExample(photo.id, region, atMs));
  }

  /** Asks for what is like an example, and nothing else; words typed after it narrow the answer. */
  show(example: Example): void {
    this.#toAllPhotos();
    void this.#put({ ...nothingAsked, examples: [example] }, []);
  }

  dropExample(example: Example): void {
    this.#change({ examples: this.examples.filter((one) => one !== example) });
  }

  /** "More like this", "not this": the answer is made anew at once. */
  async like(like: Like): Promise<void> {
    this.likes = withLike(this.likes, like);
    this.#likedFor = this.text;
    await this.ask();
  }

  /** Cuts a chip out of the text. */
  removeChip(chip: Chip): void {
    this.#rewrite(chip, '');
  }

  changeChip(chip: Chip, draft: ChipDraft): void {
    this.#rewrite(chip, operatorText(draft));
  }

  addChip(draft: ChipDraft): void {
    this.#change({ words: [this.text.trim(), operatorText(draft)].filter((part) => part !== '').join(' ') });
  }

  /** The words of a chip, or those that were left out, are words again. */
  keepAsWords({ text }: Pick<Chip, 'text'>): void {
    void this.#put(this.#whatIsAsked(), [...this.keptAsWords, text]);
  }

  readAsFilter(words: string): void {
    void this.#put(
      this.#whatIsAsked(),
      this.keptAsWords.filter((one) => one !== words),
    );
  }

  changeSort(sort: 'relevance' | 'date'): void {
    this.#settings.change({ sort });
    void this.ask();
  }

  /** Whether a folder shows the photos of the folders below it. */
  showSubfolders(showsSubfolders: boolean): void {
    this.#settings.change({ showsSubfolders });
    void this.ask();
  }

  changeStrictness(strictness: number): void {
    this.#settings.drag({ strictness });
    clearTimeout(this.#debounce);
    this.#debounce = setTimeout(() => void this.ask(), debounceMs * 2);
  }

  async ask(how: Arrival = 'question'): Promise<void> {
    clearTimeout(this.#debounce);
    const mine = ++this.#asked;
    this.trouble = undefined;
    clearTimeout(this.#slow);
    this.#slow = setTimeout(() => (this.isSlow = how === 'question'), patienceMs);
    try {
      const heard = await this.#latest.ask(() => PhotoList.open(this.#api, this.#question(), this));
      if (heard.is === 'overtaken') return;
      await this.arrive(heard.value, how, () => {
        if (mine < this.#shown) return false;
        this.#shown = mine;
        this.list = heard.value;
        this.trouble = undefined;
        this.hasNews = false;
        return true;
      });
      this.#retries = 0;
    } catch (error) {
      const report = reportOf(error);
      if (report.kind === 'unavailable' && this.#retries++ < mostRetries) setTimeout(() => void this.ask(how), retryMs);
      else this.#fail(report, how);
    }
    clearTimeout(this.#slow);
    this.isSlow = false;
  }

  /** An album that is open follows what comes and goes; its order is its own, so nothing shuffles. */
  albumsChanged(): void {
    if (this.albumId !== undefined && this.fullText === '') this.#refreshSoon();
  }

  libraryChanged(): void {
    if (this.albumId !== undefined && this.fullText === '') return;
    if (this.list && this.list.isRanked && this.list.count > 0) {
      this.hasNews = true;
      return;
    }
    this.#refreshSoon();
  }

  #refreshSoon(): void {
    const afterMs = this.albumId === undefined ? refreshMs : albumRefreshMs;
    this.#refresh ??= setTimeout(() => {
      this.#refresh = undefined;
      if (this.isHeld()) this.#refreshSoon();
      else void this.ask('refresh');
    }, afterMs);
  }

  /** A page of the list could not be read: a list the library let go of is asked for again. */
  onTrouble(error: unknown): void {
    const report = reportOf(error);
    if (report.kind === 'stale' || report.kind === 'not-found') void this.ask('refresh');
    else this.trouble = report;
  }

  #toAllPhotos(): void {
    this.albumId = undefined;
    this.folder = undefined;
    this.isRecent = false;
  }

  #whatIsAsked(): QueryText {
    return { examples: this.examples, likes: this.likes, words: this.text };
  }

  #change(part: Partial<QueryText>): void {
    void this.#put({ ...this.#whatIsAsked(), ...part }, this.keptAsWords);
  }

  #put({ examples, likes, words }: QueryText, keptAsWords: readonly string[]): Promise<void> {
    this.unfolded = [];
    this.examples = examples;
    this.likes = likes;
    this.#likedFor = words;
    this.text = words;
    this.keptAsWords = keptAsWords.filter((kept) => words.includes(kept));
    this.onAsked('chosen');
    return this.ask();
  }

  #rewrite(chip: Chip, insert: string): void {
    const full = composed(this.fullText);
    const span = this.list?.query?.source === full ? chip.span : foundAgain(full, chip.text);
    if (!span) return;
    void this.#put(partedText(rewritten(full, span, insert)), this.keptAsWords);
  }

  #fail(report: FailureReport, how: Arrival): void {
    this.trouble = report;
    if (how === 'question') this.list = undefined;
  }

  #question(): Question {
    const text = this.fullText;
    const albumId = this.albumId;
    const { sort, strictness, showsSubfolders } = this.#settings.value;
    const order = this.order !== 'date' && { order: this.order };
    const stacks = this.unfolded.length > 0 && { unfolded: this.unfolded.slice(-mostUnfolded) };
    const folder = this.folder && { folder: { ...this.folder, isDeep: showsSubfolders } };
    if (text === '') return { ...(albumId === undefined ? folder : { albumId }), ...stacks, ...order };
    const kept = this.keptAsWords;
    return {
      text,
      sort,
      strictness,
      ...(albumId !== undefined && { albumId }),
      ...folder,
      ...stacks,
      ...order,
      ...(kept.length > 0 && { keptAsWords: [...kept] }),
    };
  }
}
