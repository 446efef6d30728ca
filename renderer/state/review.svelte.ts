import type { FailureReport } from '../../preload/contract/failure.ts';
import type { ReviewQuestion, SuggestedConcept } from '../../preload/contract/review.ts';
import type { TagDecision } from '../../preload/contract/tag.ts';
import { fullUrl, reportOf, thumbnailUrl, type Api } from '../api.ts';
import { createInOrder } from '../logic/in-order.ts';
import { createLatest } from '../logic/latest.ts';
import { askedOf, keyOf, newOnes, type QuestionKey } from '../logic/questions.ts';
import type { Notices } from './notices.svelte.ts';
import type { Pass } from './pass.svelte.ts';

/** Questions read at once, and how few may be left before the next are read: eight last a fast hand two seconds. */
const batch = 24;
const fewest = 12;
/** Pictures that are fetched ahead. The originals are large: only the next ones. */
const warmThumbnails = 8;
const warmOriginals = 2;
/** Photos of one concept that are looked at together. */
export const pageSize = 20;
/** As many as the call takes. */
const mostAsked = 5_000;

interface Answered {
  readonly question: ReviewQuestion;
  /** Undefined was skipped. */
  readonly decision: TagDecision | undefined;
}

export type ReviewMode = 'one' | 'page';

/**
 * Questions about suggested tags, one after the other as fast as keys are pressed: an answer is shown at once and sent
 * in its turn; where the library does not take it, the question comes back.
 */
export class Review {
  conceptId = $state.raw<string | undefined>();
  concepts = $state.raw<readonly SuggestedConcept[]>([]);
  mode = $state<ReviewMode>('one');
  #openOfConcept = $state(0);
  /** Answers given since the app was opened. */
  answeredCount = $state(0);
  trouble = $state.raw<FailureReport | undefined>();
  isLoading = $state(false);
  /** On a page: questions whose answer is not the one that is likelier. */
  #turned = $state.raw<ReadonlySet<QuestionKey>>(new Set());
  #queue = $state.raw<readonly ReviewQuestion[]>([]);
  #history = $state.raw<readonly (readonly Answered[])[]>([]);

  /** Of everything it is the one number that the sidebar shows too. */
  readonly openCount = $derived.by(() =>
    this.conceptId === undefined ? this.#pass.value.openCount : this.#openOfConcept,
  );
  readonly current = $derived(this.#queue[0]);
  readonly page = $derived(
    this.#queue.slice(0, pageSize).toSorted((a, b) => b.probability - a.probability || a.photo.id - b.photo.id),
  );
  readonly wrongCount = $derived(this.page.filter((question) => this.isWrong(question)).length);
  readonly canUndo = $derived(this.#history.length > 0);
  readonly conceptName = $derived(this.concepts.find((one) => one.conceptId === this.conceptId)?.name);

  readonly #api: Api;
  readonly #notices: Notices;
  readonly #pass: Pass;
  readonly #latest = createLatest();
  readonly #inOrder = createInOrder();
  /** Answered but perhaps not taken in yet, or skipped: they are not asked again. */
  #asked: readonly ReviewQuestion[] = [];
  #warm: readonly HTMLImageElement[] = [];
  #hasAll = false;
  #isReading = false;

  constructor(api: Api, notices: Notices, pass: Pass) {
    this.#api = api;
    this.#notices = notices;
    this.#pass = pass;
  }

  /** The view is shown. */
  async show(): Promise<void> {
    this.#asked = [];
    await this.#restart();
  }

  /** @param conceptId undefined asks what is most useful, whatever it is about */
  async choose(conceptId: string | undefined): Promise<void> {
    this.conceptId = conceptId;
    if (conceptId === undefined) this.mode = 'one';
    await this.#restart();
  }

  setMode(mode: ReviewMode): void {
    if (mode === 'page' && this.conceptId === undefined) return;
    this.mode = mode;
    this.#turned = new Set();
    this.#prepare();
  }

  answer(decision: TagDecision): void {
    if (this.current) this.#take([{ question: this.current, decision }]);
  }

  skip(): void {
    if (this.current) this.#take([{ question: this.current, decision: undefined }]);
  }

  /** What a page says of a photo until the person says otherwise is what is likelier. */
  isWrong(question: ReviewQuestion): boolean {
    return question.probability < 0.5 !== this.#turned.has(keyOf(question));
  }

  turn(question: ReviewQuestion): void {
    const next = new Set(this.#turned);
    if (!next.delete(keyOf(question))) next.add(keyOf(question));
    this.#turned = next;
  }

  /** Rejects the ones that were marked and confirms the others of the page. */
  answerPage(): void {
    this.#take(
      this.page.map((question) => ({ question, decision: this.isWrong(question) ? 'rejected' : 'confirmed' })),
    );
    this.#turned = new Set();
  }

  /** Takes the last answers back: their questions are asked again. */
  undo(): void {
    const last = this.#history.at(-1);
    if (!last) return;
    this.#history = this.#history.slice(0, -1);
    const given = last.filter(({ decision }) => decision !== undefined);
    this.#bringBack(last);
    this.#send(given, undefined, () => {});
  }

  /** Answers that are sent and not taken in yet are waited for. */
  settled(): Promise<void> {
    return this.#inOrder(async () => undefined);
  }

  #take(answers: readonly Answered[]): void {
    const taken = new Set(answers.map(({ question }) => keyOf(question)));
    this.#queue = this.#queue.filter((one) => !taken.has(keyOf(one)));
    this.#asked = [...this.#asked, ...answers.map(({ question }) => question)];
    this.#history = [...this.#history, answers];
    const given = answers.filter(({ decision }) => decision !== undefined);
    this.answeredCount += given.length;
    this.#counted(given, 1);
    for (const decision of ['confirmed', 'rejected'] as const) {
      const those = given.filter((one) => one.decision === decision);
      this.#send(those, decision, () => {
        this.#history = this.#history.filter((one) => one !== answers);
        this.#bringBack(those);
      });
    }
    this.#prepare();
  }

  #bringBack(answers: readonly Answered[]): void {
    const questions = answers.map(({ question }) => question);
    const back = new Set(questions.map(keyOf));
    this.#asked = this.#asked.filter((one) => !back.has(keyOf(one)));
    this.#queue = [...questions, ...newOnes(this.#queue, questions)];
    const given = answers.filter(({ decision }) => decision !== undefined);
    this.answeredCount -= given.length;
    this.#counted(given, -1);
    this.#prepare();
  }

  /** An answer is one less of everything, of its concept, and of that in the list of concepts. */
  #counted(given: readonly Answered[], by: 1 | -1): void {
    this.#pass.answered(by * given.length);
    this.#openOfConcept = Math.max(0, this.#openOfConcept - by * given.length);
    const less = (id: string) => by * given.filter(({ question }) => question.conceptId === id).length;
    this.concepts = this.concepts.map((one) => ({
      ...one,
      photoCount: Math.max(0, one.photoCount - less(one.conceptId)),
    }));
  }

  #countedAnew(conceptId: string | undefined, openCount: number): void {
    if (conceptId === undefined) return this.#pass.counted(openCount);
    this.#openOfConcept = openCount;
    this.concepts = this.concepts.map((one) => (one.conceptId === conceptId ? { ...one, photoCount: openCount } : one));
  }

  /** One call for each concept: those of a page are about one. */
  #send(answers: readonly Answered[], decision: TagDecision | undefined, onFailed: () => void): void {
    const [first] = answers;
    if (!first) return;
    const { conceptId } = first.question;
    const photoIds = answers.map(({ question }) => question.photo.id);
    const sent = this.#inOrder(() =>
      this.#api.call('tags.decide', { photoIds, conceptId, ...(decision !== undefined && { decision }) }),
    );
    sent.catch((error: unknown) => {
      this.#notices.fail(error);
      onFailed();
    });
  }

  async #restart(): Promise<void> {
    this.#queue = [];
    this.#history = [];
    this.#turned = new Set();
    this.#hasAll = false;
    this.#latest.forget();
    this.#isReading = false;
    this.isLoading = true;
    await Promise.all([this.#more(), this.#readConcepts()]);
  }

  #prepare(): void {
    this.#warmUp();
    const wanted = this.mode === 'page' ? pageSize * 2 : fewest;
    if (this.#queue.length < wanted && !this.#hasAll && !this.#isReading) void this.#more();
  }

  async #more(): Promise<void> {
    const { conceptId } = this;
    this.#isReading = true;
    const known = [...this.#queue, ...this.#asked];
    try {
      const heard = await this.#latest.ask(async () => {
        // What is answered must be written before it can be left out for good.
        await this.settled();
        return this.#api.call('review.next', {
          ...(conceptId !== undefined && { conceptId }),
          count: this.mode === 'page' ? pageSize * 2 : batch,
          asked: askedOf(known).slice(-mostAsked),
        });
      });
      if (heard.is === 'overtaken') return;
      const { questions, openCount } = heard.value;
      const more = newOnes(questions, [...this.#queue, ...this.#asked]);
      this.#hasAll = more.length === 0;
      this.#queue = [...this.#queue, ...more];
      this.#countedAnew(conceptId, openCount);
      this.trouble = undefined;
      this.#isReading = false;
      this.#prepare();
    } catch (error) {
      this.trouble = reportOf(error);
      this.#isReading = false;
    }
    this.isLoading = false;
  }

  async #readConcepts(): Promise<void> {
    try {
      this.concepts = await this.#api.call('suggestions.concepts', undefined);
    } catch (error) {
      this.#notices.fail(error);
    }
    await this.#pass.read();
  }

  /** Pictures are kept by this list until they were shown: the browser may forget what nobody holds. */
  #warmUp(): void {
    const next =
      this.mode === 'page' ? this.#queue.slice(pageSize, pageSize * 2) : this.#queue.slice(0, warmThumbnails);
    const wanted = [
      ...next.map(({ photo }) => thumbnailUrl(photo)),
      ...(this.mode === 'one' ? next.slice(0, warmOriginals + 1) : [])
        .filter(({ photo }) => !photo.isOffline)
        .map(({ photo }) => fullUrl(photo)),
    ];
    const before = new Map(this.#warm.map((image) => [image.dataset['source'], image]));
    this.#warm = wanted.map((source) => before.get(source) ?? begun(source));
  }
}

function begun(source: string): HTMLImageElement {
  const image = new Image();
  image.dataset['source'] = source;
  image.decoding = 'async';
  image.src = source;
  return image;
}
