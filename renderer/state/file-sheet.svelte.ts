import type { FailureReport } from '../../preload/contract/failure.ts';
import type { PhotoId } from '../../preload/contract/photo.ts';
import type { FileSheet } from '../../preload/contract/picture-calls.ts';
import { reportOf, type Api } from '../api.ts';
import { createLatest } from '../logic/latest.ts';

/** Everything that the file of a photo says, in a list that can be searched. */
export class FileSheetState {
  isOpen = $state(false);
  typed = $state('');
  value = $state.raw<FileSheet | undefined>();
  trouble = $state.raw<FailureReport | undefined>();

  readonly #api: Api;
  readonly #latest = createLatest();

  readonly groups = $derived.by(() => matching(this.value?.groups ?? [], this.typed));
  readonly count = $derived(this.groups.reduce((sum, { tags }) => sum + tags.length, 0));
  /** What is listed, a tag a line. */
  readonly text = $derived(
    this.groups
      .map(({ name, tags }) => [name, ...tags.map((tag) => `${tag.name}\t${tag.value}`)].join('\n'))
      .join('\n\n'),
  );

  constructor(api: Api) {
    this.#api = api;
  }

  async open(id: PhotoId): Promise<void> {
    this.isOpen = true;
    this.typed = '';
    this.value = undefined;
    this.trouble = undefined;
    try {
      const heard = await this.#latest.ask(() => this.#api.call('photos.fileSheet', { id }));
      if (heard.is === 'newest') this.value = heard.value;
    } catch (error) {
      this.trouble = reportOf(error);
    }
  }

  close(): void {
    this.#latest.forget();
    this.isOpen = false;
  }
}

/** Groups with what has each of the words in its name, its value or its group's name. */
export function matching(groups: FileSheet['groups'], typed: string): FileSheet['groups'] {
  const words = typed.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return groups;
  return groups.flatMap(({ name, tags }) => {
    const found = tags.filter((tag) => {
      const said = `${name} ${tag.name} ${tag.value}`.toLocaleLowerCase();
      return words.every((word) => said.includes(word));
    });
    return found.length > 0 ? [{ name, tags: found }] : [];
  });
}
