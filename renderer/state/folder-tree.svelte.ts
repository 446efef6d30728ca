import { SvelteSet } from 'svelte/reactivity';
import type { FolderAt, FolderNode } from '../../preload/contract/folder.ts';
import type { Api } from '../api.ts';
import { folderKey, folderRows, nameOf, parentDir, type FolderRow } from '../logic/folder-tree.ts';
import { lastName } from '../logic/paths.ts';
import type { Folders } from './folders.svelte.ts';
import type { Language } from './language.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Search } from './search.svelte.ts';

/** While photos pour in, the tree is counted again at most this often: it reads where every photo lies. */
const refreshMs = 2_000;

/** The folders of the disk that photos lie in, and the one that is open. */
export class FolderTree {
  nodes = $state.raw<readonly FolderNode[]>([]);
  readonly unfolded = new SvelteSet<string>();

  #refresh: ReturnType<typeof setTimeout> | undefined;
  readonly #api: Api;
  readonly #search: Search;
  readonly #folders: Folders;
  readonly #notices: Notices;
  readonly #language: Language;

  readonly rows = $derived.by((): readonly FolderRow[] =>
    folderRows(this.#folders.list, this.nodes, this.unfolded, this.#language.code),
  );
  readonly current = $derived.by(() => {
    const at = this.#search.folder;
    const root = at && this.#folders.list.find(({ id }) => id === at.folderId);
    if (!at || !root) return undefined;
    const key = folderKey(at);
    return {
      ...at,
      name: at.dir === '' ? lastName(root.path) : nameOf(at.dir),
      path: [root.path, ...at.dir.split('/')].filter((part) => part !== '').join(root.path.includes('\\') ? '\\' : '/'),
      /** What it lies in, the outermost first. */
      parents: waysDown(at).map((up) => ({ ...up, name: up.dir === '' ? lastName(root.path) : nameOf(up.dir) })),
      hasSubfolders: this.nodes.some(
        (node) => node.dir !== '' && folderKey({ ...node, dir: parentDir(node.dir) }) === key,
      ),
    };
  });

  constructor(api: Api, search: Search, folders: Folders, notices: Notices, language: Language) {
    this.#api = api;
    this.#search = search;
    this.#folders = folders;
    this.#notices = notices;
    this.#language = language;
    api.on('library.changed', () => this.#refreshSoon());
  }

  async load(): Promise<void> {
    try {
      this.nodes = await this.#api.call('folders.tree', undefined);
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  open(at: FolderAt): void {
    const { folderId, dir } = at;
    for (const up of waysDown(at)) this.unfolded.add(folderKey(up));
    this.#search.openFolder({ folderId, dir });
  }

  /** The folder that is open is called otherwise. */
  openRenamed({ folderId, dir }: FolderAt, name: string): void {
    if (this.#search.folder?.folderId !== folderId || this.#search.folder.dir !== dir) return;
    const parent = parentDir(dir);
    this.open({ folderId, dir: parent === '' ? name : `${parent}/${name}` });
  }

  toggle(row: FolderAt): void {
    const key = folderKey(row);
    if (!this.unfolded.delete(key)) this.unfolded.add(key);
  }

  async showInFileManager({ folderId, dir }: FolderAt): Promise<void> {
    try {
      await this.#api.call('folders.showInFileManager', { folderId, dir });
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  #refreshSoon(): void {
    this.#refresh ??= setTimeout(() => {
      this.#refresh = undefined;
      void this.load();
    }, refreshMs);
  }
}

/** What a folder lies in, the outermost first, without itself. */
function waysDown({ folderId, dir }: FolderAt): FolderAt[] {
  const ways: FolderAt[] = [];
  for (let at = dir; at !== '';) {
    at = parentDir(at);
    ways.unshift({ folderId, dir: at });
  }
  return ways;
}
