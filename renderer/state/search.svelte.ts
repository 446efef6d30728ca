import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Question } from '../../preload/contract/list.ts';
import type { PhotoCard } from '../../preload/contract/photo.ts';
import type { Chip, Region } from '../../preload/contract/query.ts';
import { reportOf, type Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';
import {
  composed, foundAgain, joinedText, operatorText, partedText, photoExample, rewritten, type Example, type QueryText,
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

/** How a new answer takes the old one's place: `question` starts at its top, `refresh` stays where the person is. */
export type Arrival = 'question' | 'refresh';

/** A chip's value, as an editor gives it. */
export type ChipDraft = Pick<Chip, 'key' | 'operand' | 'sign'>;

/** The question in the search box and the library's answer to it. */
export class Search {
  /** What stands in the text field. Photos and pictures of the question are shown before it, as `examples`. */
  text = $state('');
  examples = $state.raw<readonly Example[]>([]);
  keptAsWords = $state.raw<readonly string[]>([]);
  /** The album that is open; words narrow it down. */
  albumId = $state<number | undefined>();
  list = $state.raw<PhotoList | undefined>();
  trouble = $state.raw<FailureReport | undefined>();
  isSlow = $state(false);
  /** The library changed under a ranked answer, which does not shuffle itself under the person's eyes. */
  hasNews = $state(false);

  /** The whole text of the question. */
  readonly fullText = $derived(joinedText({ examples: this.examples, words: this.text }));
  readonly isTimeline = $derived(this.fullText === '' && this.albumId === undefined);
  /** What the library made of the text; that of the text before while a newer one is under way. */
  readonly query = $derived.by(() => (this.fullText === '' ? undefined : this.list?.query));

  /** Puts a new list on screen; set by the grid, which knows what to keep in place. */
  arrive: (list: PhotoList, how: Arrival, show: () => void) => Promise<void> = async (_list, _how, show) => show();
  /** While true (a photo is open over the list) the list is not exchanged. */
  isHeld: () => boolean = () => false;

  #latest = createLatest();
  #debounce: ReturnType<typeof setTimeout> | undefined;
  #slow: ReturnType<typeof setTimeout> | undefined;
  #retries = 0;
  #refresh: ReturnType<typeof setTimeout> | undefined;
  /** Texts whose folded part the person opened. */
  readonly #unfolded = new Set<string>();
  readonly #api: Api;
  readonly #settings: SettingsState;

  constructor(api: Api, settings: SettingsState) {
    this.#api = api;
    this.#settings = settings;
    api.on('library.changed', () => this.libraryChanged());
    api.on('albums.changed', () => this.albumsChanged());
  }

  type(text: string): void {
    this.text = text;
    this.keptAsWords = this.keptAsWords.filter((words) => text.includes(words));
    clearTimeout(this.#debounce);
    this.#debounce = setTimeout(() => void this.ask(), debounceMs);
  }

  /** Exchanges what stands in the text field. */
  putWords(words: string): void {
    this.#put({ examples: this.examples, words }, this.keptAsWords);
  }

  /** A photo that was typed by its number becomes a picture, once the person has done typing. */
  settle(): void {
    const parted = partedText(this.text);
    if (parted.examples.length > 0)
      this.#put({ examples: [...this.examples, ...parted.examples], words: parted.words }, this.keptAsWords);
  }

  /** Puts a whole question in the box: a saved search, a suggestion. */
  run(fullText: string, keptAsWords: readonly string[] = []): void {
    this.albumId = undefined;
    this.#put(partedText(fullText), keptAsWords);
  }

  clear(): void {
    this.albumId = undefined;
    this.#put({ examples: [], words: '' }, []);
  }

  /** The words are asked of all photos. */
  leaveAlbum(): void {
    this.albumId = undefined;
    this.#put({ examples: this.examples, words: this.text }, this.keptAsWords);
  }

  clearWords(): void {
    this.#put({ examples: this.examples, words: '' }, []);
  }

  openAlbum(albumId: number): void {
    this.albumId = albumId;
    this.#put({ examples: [], words: '' }, []);
  }

  moreLike(photo: Pick<PhotoCard, 'id'>, region?: Region): void {
    this.show(photoExample(photo.id, region));
  }

  /** Asks for what is like an example, and nothing else; words typed after it narrow the answer. */
  show(example: Example): void {
    this.albumId = undefined;
    this.#put({ examples: [example], words: '' }, []);
  }

  dropExample(example: Example): void {
    this.#put({ examples: this.examples.filter((one) => one !== example), words: this.text }, this.keptAsWords);
  }

  /** Cuts a chip out of the text. */
  removeChip(chip: Chip): void {
    this.#rewrite(chip, '');
  }

  changeChip(chip: Chip, draft: ChipDraft): void {
    this.#rewrite(chip, operatorText(draft));
  }

  addChip(draft: ChipDraft): void {
    const words = [this.text.trim(), operatorText(draft)].filter((part) => part !== '').join(' ');
    this.#put({ examples: this.examples, words }, this.keptAsWords);
  }

  /** The words of a chip are words again. */
  keepAsWords(chip: Chip): void {
    this.#put({ examples: this.examples, words: this.text }, [...this.keptAsWords, chip.text]);
  }

  readAsFilter(words: string): void {
    this.#put(
      { examples: this.examples, words: this.text },
      this.keptAsWords.filter((one) => one !== words),
    );
  }

  /** Shows what was folded away of this answer, and of every later one to the same text. */
  unfold(): void {
    this.#unfolded.add(this.fullText);
    if (this.list) this.list.isUnfolded = true;
  }

  changeSort(sort: 'relevance' | 'date'): void {
    this.#settings.change({ sort });
    void this.ask();
  }

  changeStrictness(strictness: number): void {
    this.#settings.change({ strictness });
    clearTimeout(this.#debounce);
    this.#debounce = setTimeout(() => void this.ask(), debounceMs * 2);
  }

  async ask(how: Arrival = 'question'): Promise<void> {
    clearTimeout(this.#debounce);
    this.trouble = undefined;
    clearTimeout(this.#slow);
    this.#slow = setTimeout(() => (this.isSlow = how === 'question'), patienceMs);
    const isUnfolded = this.#unfolded.has(this.fullText);
    try {
      const heard = await this.#latest.ask(() => PhotoList.open(this.#api, this.#question(), this));
      if (heard.is === 'overtaken') return;
      heard.value.isUnfolded = isUnfolded;
      await this.arrive(heard.value, how, () => {
        this.list = heard.value;
        this.trouble = undefined;
        this.hasNews = false;
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

  #put({ examples, words }: QueryText, keptAsWords: readonly string[]): void {
    this.examples = examples;
    this.text = words;
    this.keptAsWords = keptAsWords.filter((kept) => words.includes(kept));
    void this.ask();
  }

  #rewrite(chip: Chip, insert: string): void {
    const full = composed(this.fullText);
    const span = this.list?.query?.source === full ? chip.span : foundAgain(full, chip.text);
    if (!span) return;
    this.#put(partedText(rewritten(full, span, insert)), this.keptAsWords);
  }

  #fail(report: FailureReport, how: Arrival): void {
    this.trouble = report;
    if (how === 'question') this.list = undefined;
  }

  #question(): Question {
    const text = this.fullText;
    const albumId = this.albumId;
    if (text === '') return albumId === undefined ? {} : { albumId };
    const { sort, strictness } = this.#settings.value;
    const kept = this.keptAsWords;
    return {
      text,
      sort,
      strictness,
      ...(albumId !== undefined && { albumId }),
      ...(kept.length > 0 && { keptAsWords: [...kept] }),
    };
  }
}
