import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Question } from '../../preload/contract/list.ts';
import type { SentenceFit } from '../../preload/contract/search.ts';
import { reportOf, type Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';
import { offers, withSentence } from '../logic/sentences.ts';

/** Sentences, and how well each fits the photo that is open. They stay while the person goes from photo to photo. */
export class Match {
  sentences = $state.raw<readonly string[]>([]);
  typed = $state('');
  trouble = $state.raw<FailureReport | undefined>();
  #fits = $state.raw<ReadonlyMap<string, SentenceFit>>(new Map());
  #fitsOf = $state<number | undefined>();
  #recent = $state.raw<readonly string[]>([]);
  #photoId = $state<number | undefined>();
  #asked = $state('');

  readonly #api: Api;
  readonly #latest = createLatest();

  /** What may be asked with one press: what was searched for. */
  readonly offered = $derived(offers([this.#asked, ...this.#recent], this.sentences));
  /** Best first; those not answered yet at the end. */
  readonly rows = $derived.by(() =>
    this.sentences
      .map((sentence) => ({ sentence, fit: this.#fits.get(sentence) }))
      .sort((a, b) => (b.fit?.probability ?? -1) - (a.fit?.probability ?? -1)),
  );
  /** The numbers are of the photo before. */
  readonly isStale = $derived(this.#fitsOf !== this.#photoId);

  constructor(api: Api) {
    this.#api = api;
  }

  /** The panel is shown for this photo. */
  async show(photoId: number, question: Question): Promise<void> {
    this.#photoId = photoId;
    this.#asked = question.text ?? '';
    await Promise.all([this.#ask(), this.#readRecent()]);
  }

  async add(sentence: string): Promise<void> {
    const sentences = withSentence(this.sentences, sentence);
    this.typed = '';
    if (sentences === this.sentences) return;
    this.sentences = sentences;
    await this.#ask();
  }

  remove(sentence: string): void {
    this.sentences = this.sentences.filter((one) => one !== sentence);
  }

  async again(): Promise<void> {
    await this.#ask();
  }

  async #ask(): Promise<void> {
    const [id, sentences] = [this.#photoId, this.sentences];
    if (id === undefined || sentences.length === 0) return;
    try {
      const heard = await this.#latest.ask(() => this.#api.call('photos.match', { id, sentences: [...sentences] }));
      if (heard.is === 'overtaken') return;
      this.#fits = new Map(heard.value.map((fit) => [fit.sentence, fit]));
      this.#fitsOf = id;
      this.trouble = undefined;
    } catch (error) {
      this.trouble = reportOf(error);
    }
  }

  async #readRecent(): Promise<void> {
    try {
      const { recent, saved } = await this.#api.call('searches.list', undefined);
      this.#recent = [...recent, ...saved].map(({ text }) => text);
    } catch (error) {
      this.trouble = reportOf(error);
    }
  }
}
