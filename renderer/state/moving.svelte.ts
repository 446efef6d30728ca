import type { FilingResult } from '../../preload/contract/filing.ts';
import type { FolderAt, FolderPlace } from '../../preload/contract/folder.ts';
import type { PhotoId } from '../../preload/contract/photo.ts';
import type { Api } from '../api.ts';
import { folderKey, nameOf } from '../logic/folder-tree.ts';
import { chunksOf } from '../logic/many-tags.ts';
import type { FolderTree } from './folder-tree.svelte.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Done, Undo } from './undo.ts';

/** What is given a name. */
export type Naming =
  | { readonly is: 'new-folder'; readonly inside: FolderAt }
  | { readonly is: 'folder'; readonly folder: FolderAt; readonly name: string }
  | { readonly is: 'photo'; readonly photoIds: readonly PhotoId[]; readonly name: string };

/** Photos from folder to folder, new folders and new names: on the disk, and taken back with one key. */
export class Moving {
  naming = $state.raw<Naming | undefined>();
  isBusy = $state(false);
  /** Where photos are held over. */
  dropKey = $state<string | undefined>();

  readonly #api: Api;
  readonly #tree: FolderTree;
  readonly #notices: Notices;
  readonly #language: Language;
  readonly #undo: Undo;

  constructor(api: Api, tree: FolderTree, notices: Notices, language: Language, undo: Undo) {
    this.#api = api;
    this.#tree = tree;
    this.#notices = notices;
    this.#language = language;
    this.#undo = undo;
  }

  async move(
    photoIds: readonly PhotoId[],
    to: FolderAt & { readonly name: string },
    within?: FolderPlace,
  ): Promise<void> {
    const { folderId, dir, name } = to;
    await this.#undo.doing(async () => {
      const results: FilingResult[] = [];
      await this.#try(async () => {
        for (const part of chunksOf(photoIds))
          results.push(
            await this.#api.call('files.move', { photoIds: part, to: { folderId, dir }, ...(within && { within }) }),
          );
      });
      const count = results.reduce((sum, { doneCount }) => sum + doneCount, 0);
      return this.#told(results, this.#language.t('move.done', { count, name }), count);
    });
  }

  async name(given: string): Promise<void> {
    const { naming } = this;
    if (!naming || this.isBusy) return;
    this.isBusy = true;
    const { t } = this.#language;
    await this.#try(async () => {
      if (naming.is === 'new-folder') {
        const made = await this.#api.call('folders.make', { ...at(naming.inside), name: given });
        this.#tree.unfolded.add(folderKey(naming.inside));
        this.did([made], t('move.made', { name: given.trim() }), 1);
      } else if (naming.is === 'folder') {
        const renamed = await this.#api.call('folders.rename', { ...at(naming.folder), name: given });
        this.did([renamed], t('move.renamed', { name: given.trim() }), 1);
        if (renamed.problems.length === 0) this.#tree.openRenamed(naming.folder, given.trim());
      } else {
        const renamed = await this.#api.call('files.rename', { photoIds: [...naming.photoIds], name: given });
        this.did([renamed], t('move.renamed', { name: given.trim() }), renamed.doneCount);
      }
      // Who closed it and names another thing by now goes on with that.
      if (this.naming === naming) this.naming = undefined;
    });
    this.isBusy = false;
  }

  /** What stands in the field at first. */
  nameOf(naming: Naming): string {
    if (naming.is === 'new-folder') return '';
    return naming.is === 'folder' ? nameOf(naming.folder.dir) : naming.name.replace(/\.[^.]*$/u, '');
  }

  /** Says what was done to files and how it is taken back, and what could not be done. */
  did(results: readonly FilingResult[], text: string, count: number): void {
    const done = this.#told(results, text, count);
    if (done) this.#undo.did(done.text, done.undo);
  }

  /** Tells what could not be done. @returns what was */
  #told(results: readonly FilingResult[], text: string, count: number): Done | undefined {
    const problems = results.flatMap((result) => result.problems);
    const [first] = problems;
    if (first) this.#notices.report(first.problem);
    if (problems.length > 1) this.#notices.tell(this.#language.t('trash.problems', { count: problems.length - 1 }));
    const filingIds = results.flatMap(({ filingId }) => filingId ?? []);
    void this.#tree.load();
    if (filingIds.length === 0 || count === 0) return undefined;
    const undo = async () => {
      for (const filingId of filingIds.toReversed()) {
        const [problem] = (await this.#api.call('files.undo', { filingId })).problems;
        if (problem) this.#notices.report(problem.problem);
      }
      await this.#tree.load();
    };
    return { text, undo };
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#notices.fail(error);
    }
  }
}

function at({ folderId, dir }: FolderAt): FolderAt {
  return { folderId, dir };
}
