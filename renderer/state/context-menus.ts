import type { Album } from '../../preload/contract/album.ts';
import type { BrowseItem } from '../../preload/contract/browse.ts';
import type { Copy, CopyGroup } from '../../preload/contract/copies.ts';
import type { FailedFile } from '../../preload/contract/failure.ts';
import type { TrashedFile } from '../../preload/contract/filing.ts';
import type { ReviewQuestion } from '../../preload/contract/review.ts';
import type { SavedSearch } from '../../preload/contract/search.ts';
import type { TagDecision } from '../../preload/contract/tag.ts';
import type { ListedConcept } from '../../preload/contract/vocabulary.ts';
import type { FolderRow } from '../logic/folder-tree.ts';
import { operatorText } from '../logic/query-text.ts';
import type { AppState } from './app.svelte.ts';
import { cleanUps, type CleanUpKind } from './clean-up.svelte.ts';
import type { MenuItem } from './context-menu.svelte.ts';

/** What can be done with one thing of a list, for its context menu. Of photos there are commands (commands.ts). */
type Items = readonly MenuItem[];

export function folderMenu(app: AppState, row: FolderRow): Items {
  const { root } = row;
  const inside = { folderId: row.folderId, dir: row.dir, name: row.name };
  return [
    item('open', 'command.folder.open', 'folder', () => app.openFolder(inside), 'Enter'),
    item('new', 'move.name.new-folder', 'folderPlus', () => (app.moving.naming = { is: 'new-folder', inside })),
    ...(root
      ? []
      : [
          item('rename', 'move.name.folder', 'edit', () => {
            app.moving.naming = { is: 'folder', folder: inside, name: row.name };
          }),
        ]),
    item('import', 'import.open', 'download', () => void app.importing.choose(inside)),
    item('reveal', 'folders.reveal', 'reveal', () => void app.folderTree.showInFileManager(inside)),
    ...(root
      ? [
          item('rescan', 'command.folder.rescan', 'refresh', () => void app.folders.rescan(root)),
          item('settings', 'command.folder.settings', 'settings', () => app.go('settings')),
          item('remove', 'command.folder.remove', 'trash', () => {
            // Asked about where folders are listed.
            app.go('settings');
            app.folders.toRemove = root;
          }),
        ]
      : []),
  ];
}

/** @param remove the keyboard is to go on to the album that takes its place */
export function albumMenu(app: AppState, album: Album, remove: () => void): Items {
  const { id: parentId } = album;
  return [
    item('album-open', 'command.album.open', 'album', () => app.openAlbum(album.id), 'Enter'),
    item('album-edit', 'command.album.edit', 'edit', () => (app.albums.draft = { is: 'edit', album }), 'F2'),
    item('album-in', 'command.album.in', 'album', () => (app.albums.draft = { is: 'new', parentId, photoIds: [] })),
    item('album-delete', 'command.album.delete', 'trash', remove, 'Delete'),
  ];
}

export function savedSearchMenu(app: AppState, saved: SavedSearch): Items {
  return [
    item('open', 'command.search.open', 'search', () => app.runSearch(saved), 'Enter'),
    item('remove', 'command.search.remove', 'trash', () => void app.searches.remove(saved), 'Delete'),
  ];
}

export function cleanUpMenu(app: AppState, kind: CleanUpKind): Items {
  return [
    item('open', 'command.showPhotos', 'photos', () => app.runSearch({ keptAsWords: [], ...cleanUps[kind] }), 'Enter'),
    item('hide', 'command.cleanUp.hide', 'hide', () => app.cleanUp.hide(kind), 'Delete'),
  ];
}

export function browseMenu(app: AppState, { text }: BrowseItem): Items {
  return [
    item('open', 'command.showPhotos', 'photos', () => app.runSearch({ text, keptAsWords: [] }), 'Enter'),
    item('save', 'command.browse.album', 'albumSmart', () => {
      const rule = { text, least: 'likely' as const, strictness: app.settings.value.strictness };
      app.albums.draft = { is: 'new-smart', name: '', rule };
    }),
  ];
}

export function conceptMenu(app: AppState, { id, name, isHidden }: ListedConcept): Items {
  const { vocabulary } = app;
  return [
    item('find', 'vocabulary.find', 'search', () =>
      app.runSearch({ text: operatorText({ key: 'tag', operand: name, sign: 'plus' }), keptAsWords: [] }),
    ),
    item('learned', 'learned.open', 'spark', () => app.showLearned(id)),
    item(
      isHidden ? 'show' : 'hide',
      isHidden ? 'command.concept.show' : 'command.concept.hide',
      'hide',
      () => void vocabulary.hide({ id, name }, !isHidden),
    ),
  ];
}

export function trashMenu(app: AppState, file: TrashedFile): Items {
  return [
    ...(file.state === 'there'
      ? [item('restore', 'command.trash.restore', 'undo', () => void app.trash.restore([file]))]
      : []),
    ...(app.trash.isFirstOfMany(file)
      ? [item('take-back', 'trash.takeBack', 'undo', () => void app.trash.takeBack(file))]
      : []),
  ];
}

export function failureMenu(app: AppState, { fileId, kind, isIgnored }: FailedFile): Items {
  const { failures } = app;
  return [
    item('show', 'failures.show', 'reveal', () => void failures.showFile(fileId)),
    item('retry', 'failures.retry', 'refresh', () => void failures.retry([fileId])),
    ...(isIgnored
      ? [item('count', 'failures.unignore', 'undo', () => void failures.unignore([fileId]))]
      : [
          item('ignore', 'failures.ignore', 'bellOff', () => void failures.ignore({ fileIds: [fileId] })),
          item('ignore-alike', 'command.failures.ignoreAlike', 'bellOffAll', () => void failures.ignore({ kind })),
        ]),
  ];
}

export function copyMenu(app: AppState, group: CopyGroup, { photoId }: Copy): Items {
  const { copies } = app;
  return [
    item('open', 'keys.open', 'frame', () => void app.showPhoto(photoId)),
    item('keep', 'copies.keepOne', 'check', () => {
      copies.choose(group, photoId);
      void copies.keep([group]);
    }),
    item('part', `${copies.of}.part`, 'close', () => void copies.part(group)),
  ];
}

export function questionMenu(
  app: AppState,
  { photo }: ReviewQuestion,
  onanswer: (decision: TagDecision) => void,
): Items {
  return [
    item('yes', 'review.yes', 'check', () => onanswer('confirmed'), 'Y'),
    item('no', 'review.no', 'close', () => onanswer('rejected'), 'N'),
    item('open', 'keys.open', 'frame', () => void app.showPhoto(photo.id)),
  ];
}

function item(id: string, label: MenuItem['label'], icon: MenuItem['icon'], run: () => void, key?: string): MenuItem {
  return { id, label, icon, run, keys: key === undefined ? [] : [key] };
}
