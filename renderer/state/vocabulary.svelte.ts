import { SvelteMap } from 'svelte/reactivity';
import type { CallInput } from '../../preload/contract/api.ts';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { ConceptDetail, ImportPreview, ListedConcept } from '../../preload/contract/vocabulary.ts';
import { reportOf, type Api } from '../api.ts';
import { conceptRows, type Shown } from '../logic/concept-tree.ts';
import { createLatest } from '../logic/latest.ts';
import { folded } from '../logic/tag-match.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Undo } from './undo.ts';

/** What is typed into a tag's fields, as it stands there. */
export interface Draft {
  /** By language. */
  readonly names: Readonly<Record<string, string>>;
  readonly prompts?: string;
}

type Edit = CallInput<'vocabulary.change'>['edit'];

/** A slider that is pulled would be written with every step. */
const restMs = 250;

/** Everything photos can be tagged with, and what the person makes of it. */
export class VocabularyState {
  concepts = $state.raw<readonly ListedConcept[]>([]);
  /** Those the model has words for; undefined while that is not known. */
  askable = $state.raw<ReadonlySet<string> | undefined>();
  typed = $state('');
  shown = $state<Shown>('all');
  open = $state.raw<ReadonlySet<string>>(new Set());
  currentId = $state.raw<string | undefined>();
  detail = $state.raw<ConceptDetail | undefined>();
  /** What is not saved yet, by the tag's id: it waits while others are looked at. */
  readonly drafts = new SvelteMap<string, Draft>();
  preview = $state.raw<Exclude<ImportPreview, { is: 'cancelled' }> | undefined>();
  isAdding = $state(false);
  isLoaded = $state(false);
  trouble = $state.raw<FailureReport | undefined>();

  readonly rows = $derived(conceptRows(this.concepts, { open: this.open, typed: this.typed, shown: this.shown }));
  readonly #byName = $derived(
    new Map(
      this.concepts.flatMap((concept) =>
        [...concept.otherNames, concept.name].map((name) => [folded(name), concept] as const),
      ),
    ),
  );

  readonly #api: Api;
  readonly #notices: Notices;
  readonly #language: Language;
  readonly #undo: Undo;
  readonly #latest = createLatest();
  #isShown = false;
  /** What a slider that still moves says, and of which tag. */
  #resting: { readonly id: string; readonly suggestAt: number } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api, notices: Notices, language: Language, undo: Undo) {
    this.#api = api;
    this.#notices = notices;
    this.#language = language;
    this.#undo = undo;
    api.on('tags.changed', () => void (this.#isShown && this.load()));
    api.on('settings', () => void (this.#isShown && this.load())); // the language may be another
  }

  /** The view is on screen until the answer is called. */
  show(): () => void {
    this.#isShown = true;
    void this.load();
    void this.#readAskable();
    return () => {
      this.flush();
      this.#isShown = false;
    };
  }

  async load(): Promise<void> {
    try {
      const heard = await this.#latest.ask(() => this.#api.call('vocabulary.list', undefined));
      if (heard.is === 'overtaken') return;
      this.concepts = heard.value;
      this.trouble = undefined;
      this.isLoaded = true;
    } catch (error) {
      this.trouble = reportOf(error);
    }
    await this.#readDetail();
  }

  /** @param id undefined closes what is open beside the list */
  async choose(id: string | undefined): Promise<void> {
    this.flush();
    if (id !== this.currentId) this.detail = undefined;
    this.currentId = id;
    await this.#readDetail();
  }

  /** @param isOpen undefined turns it over */
  toggle(id: string, isOpen = !this.open.has(id)): void {
    const open = new Set(this.open);
    if (isOpen) open.add(id);
    else open.delete(id);
    this.open = open;
  }

  /** The concept of a name that was chosen or typed. */
  named(name: string): ListedConcept | undefined {
    return this.#byName.get(folded(name));
  }

  /** Answers whether it was changed. */
  async change(edit: Edit): Promise<boolean> {
    this.flush();
    const id = this.currentId;
    return id !== undefined && this.#do(() => this.#api.call('vocabulary.change', { id, edit }));
  }

  /** From which chance on the tag that is open is suggested, while a slider says so. */
  dragSuggestAt(suggestAt: number): void {
    const { detail } = this;
    if (detail === undefined) return;
    this.#resting = { id: detail.id, suggestAt };
    this.detail = { ...detail, suggestAt };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), restMs);
  }

  /** Keeps what still rests, with its own tag: also when another is opened, and when the window goes. */
  flush(): void {
    clearTimeout(this.#timer);
    const resting = this.#resting;
    this.#resting = undefined;
    if (resting === undefined) return;
    const { id, suggestAt } = resting;
    void this.#do(() => this.#api.call('vocabulary.change', { id, edit: { suggestAt } }));
  }

  /** Hides a tag, or shows it again, wherever it is pointed at. */
  async hide({ id, name }: Pick<ListedConcept, 'id' | 'name'>, isHidden: boolean): Promise<void> {
    const put = async (is: boolean) => {
      await this.#api.call('vocabulary.change', { id, edit: { isHidden: is } });
      await this.load();
    };
    await this.#undo.doing(async () => {
      await put(isHidden);
      const text = this.#language.t(isHidden ? 'command.concept.hidden' : 'command.concept.shown', { name });
      return { text, undo: () => put(!isHidden) };
    });
  }

  async add(name: string, parent: string | undefined): Promise<boolean> {
    return this.#do(async () => {
      const { id } = await this.#api.call('vocabulary.add', {
        names: { '': [name] },
        ...(parent !== undefined && { parent }),
      });
      this.isAdding = false;
      this.typed = '';
      this.shown = 'all';
      if (parent !== undefined) this.toggle(parent, true);
      this.currentId = id;
    });
  }

  async merge(into: ListedConcept): Promise<void> {
    const from = this.detail;
    if (from === undefined) return;
    await this.#do(async () => {
      const { movedCount, conflictCount } = await this.#api.call('vocabulary.merge', { id: from.id, into: into.id });
      const values = { from: from.name, into: into.name, count: movedCount, conflicts: conflictCount };
      const { t } = this.#language;
      this.currentId = into.id;
      this.#undo.did(t(conflictCount > 0 ? 'vocabulary.merged.conflicts' : 'vocabulary.merged', values), async () => {
        await this.#api.call('vocabulary.unmerge', { id: from.id });
      });
    });
  }

  async unmerge(id: string, name: string): Promise<void> {
    await this.#do(async () => {
      const { movedCount } = await this.#api.call('vocabulary.unmerge', { id });
      this.#notices.tell(this.#language.t('vocabulary.unmerged', { name, count: movedCount }));
    });
  }

  async remove(answers: 'keep' | 'drop'): Promise<void> {
    const id = this.currentId;
    if (id === undefined) return;
    const isDone = await this.#do(() => this.#api.call('vocabulary.remove', { id, answers }));
    if (isDone && this.currentId === id) await this.choose(undefined);
  }

  async reset(): Promise<void> {
    const id = this.currentId;
    if (id !== undefined) await this.#do(() => this.#api.call('vocabulary.reset', { id }));
  }

  /** The system asks for a file; what it would change is shown before anything is. */
  async chooseImport(): Promise<void> {
    try {
      const preview = await this.#api.call('vocabulary.chooseImport', undefined);
      this.preview = preview.is === 'cancelled' ? undefined : preview;
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  async applyImport(): Promise<void> {
    const { preview } = this;
    if (preview?.is !== 'ready') return;
    const { importId } = preview;
    this.preview = undefined;
    await this.#do(async () => {
      const { addedCount, changedCount } = await this.#api.call('vocabulary.applyImport', { importId });
      this.#notices.tell(this.#language.t('vocabulary.imported', { added: addedCount, changed: changedCount }));
    });
  }

  async export(format: 'json' | 'csv'): Promise<void> {
    try {
      const file = await this.#api.call('vocabulary.export', { format });
      if (file !== undefined) this.#notices.tell(this.#language.t('vocabulary.exported', { file }));
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  async #do(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      await this.load();
      return true;
    } catch (error) {
      this.#notices.fail(error);
      return false;
    }
  }

  async #readDetail(): Promise<void> {
    const id = this.currentId;
    if (id === undefined) return;
    try {
      const detail = await this.#api.call('vocabulary.get', { id });
      if (this.currentId !== id) return;
      const resting = this.#resting?.id === id ? this.#resting.suggestAt : undefined;
      this.detail = { ...detail, ...(resting !== undefined && { suggestAt: resting }) };
    } catch {
      // It went in the meantime, e.g. by an import: the list says what there is.
      if (this.currentId === id) this.currentId = this.detail = undefined;
    }
  }

  async #readAskable(): Promise<void> {
    try {
      this.askable = new Set(await this.#api.call('vocabulary.askable', undefined));
    } catch {
      this.askable = undefined; // while no model is ready nothing is said of it
    }
  }
}
