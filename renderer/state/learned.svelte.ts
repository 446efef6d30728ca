import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Learned, ReviewQuestion } from '../../preload/contract/review.ts';
import type { TagDecision } from '../../preload/contract/tag.ts';
import { reportOf, type Api } from '../api.ts';
import { createInOrder } from '../logic/in-order.ts';
import { createLatest } from '../logic/latest.ts';
import { keyOf, type QuestionKey } from '../logic/questions.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Tagging } from './tagging.ts';
import type { Undo } from './undo.ts';

/** What one concept learned: what teaches it, what looks like it, what it doubts. */
export class LearnedState {
  conceptId = $state.raw<string | undefined>();
  value = $state.raw<Learned | undefined>();
  trouble = $state.raw<FailureReport | undefined>();
  /** Answers given on this page: the photos stay where they are until the page is read again. */
  answers = $state.raw<ReadonlyMap<QuestionKey, TagDecision>>(new Map());

  readonly hasNews = $derived(this.answers.size > 0);
  /** Without an answer, and more likely it than not. */
  readonly rest = $derived(
    this.value?.likeliest.filter((one) => one.probability >= 0.5 && this.answerOf(one) === undefined) ?? [],
  );

  readonly #api: Api;
  readonly #notices: Notices;
  readonly #language: Language;
  readonly #tagging: Tagging;
  readonly #undo: Undo;
  readonly #latest = createLatest();
  readonly #inOrder = createInOrder();

  constructor(api: Api, notices: Notices, language: Language, tagging: Tagging, undo: Undo) {
    this.#api = api;
    this.#notices = notices;
    this.#language = language;
    this.#tagging = tagging;
    this.#undo = undo;
  }

  async show(conceptId: string): Promise<void> {
    if (this.conceptId !== conceptId) this.value = undefined;
    this.conceptId = conceptId;
    await this.read();
  }

  /** Reads it anew: answers of this page have taught it by now. */
  async read(): Promise<void> {
    const { conceptId } = this;
    if (conceptId === undefined) return;
    try {
      const heard = await this.#latest.ask(() =>
        this.#inOrder(() => this.#api.call('concepts.learned', { conceptId })),
      );
      if (heard.is === 'overtaken') return;
      this.value = heard.value;
      this.answers = new Map();
      this.trouble = undefined;
    } catch (error) {
      this.trouble = reportOf(error);
    }
  }

  answerOf(question: ReviewQuestion): TagDecision | undefined {
    return this.answers.get(keyOf(question));
  }

  /**
   * The same answer once more takes it back.
   * @param said what the person had said before this page was shown
   */
  answer(question: ReviewQuestion, decision: TagDecision, said?: TagDecision): void {
    const before = this.answerOf(question);
    const next = before === decision ? said : decision;
    this.#mark(question, before === decision ? undefined : decision);
    const { conceptId, photo, name } = question;
    const tell = (word: TagDecision | undefined) =>
      this.#api.call('tags.decide', { photoIds: [photo.id], conceptId, ...(word !== undefined && { decision: word }) });
    void this.#undo.doing(async () => {
      try {
        await this.#inOrder(() => tell(next));
      } catch (error) {
        this.#mark(question, before);
        throw error;
      }
      const undo = async () => {
        await tell(before ?? said);
        this.#mark(question, before);
      };
      return { text: this.#language.t(`tags.done.${next ?? 'taken'}`, { count: 1, name }), isInSight: true, undo };
    });
  }

  /** Confirms the rest of what more likely is it than not. */
  async confirmRest(): Promise<void> {
    const { value, rest } = this;
    if (!value || rest.length === 0) return;
    for (const question of rest) this.#mark(question, 'confirmed');
    const photoIds = rest.map(({ photo }) => photo.id);
    await this.#inOrder(() => this.#tagging.decide(photoIds, value, 'confirmed'));
  }

  async forget(): Promise<void> {
    const { value } = this;
    if (!value) return;
    const { conceptId, name } = value;
    await this.#undo.doing(async () => {
      await this.#api.call('concepts.forget', { conceptId });
      // Not waited for: it comes after answers that were given meanwhile, which come after what is taken back.
      void this.read();
      const undo = async () => {
        await this.#api.call('concepts.remember', { conceptId });
        void this.read();
      };
      return { text: this.#language.t('learned.forgotten', { name }), undo };
    });
  }

  async remember(): Promise<void> {
    if (!this.value) return;
    try {
      await this.#api.call('concepts.remember', { conceptId: this.value.conceptId });
      await this.read();
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  #mark(question: ReviewQuestion, decision: TagDecision | undefined): void {
    const next = new Map(this.answers);
    if (decision === undefined) next.delete(keyOf(question));
    else next.set(keyOf(question), decision);
    this.answers = next;
  }
}
