import { expect, test, vi } from 'vitest';
import type { Handlers } from '../../../../preload/contract/api.ts';
import { AppState } from '../../../../renderer/state/app.svelte.ts';
import {
  albumMenu, browseMenu, cleanUpMenu, conceptMenu, copyMenu, failureMenu, folderMenu, questionMenu, savedSearchMenu,
  trashMenu,
} from '../../../../renderer/state/context-menus.ts'; // prettier-ignore
import type { MenuItem } from '../../../../renderer/state/context-menu.svelte.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

function create(handlers: Partial<Handlers> = {}) {
  const bridge = createTestBridge(handlers);
  return { app: new AppState(bridge.api), bridge };
}

const run = (items: readonly MenuItem[], id: string) => items.find((one) => one.id === id)?.run();
const idsOf = (items: readonly MenuItem[]) => items.map(({ id }) => id);
const row = { folderId: 1, dir: 'a', name: 'a', depth: 1, hasChildren: false, isUnfolded: false, wholeCount: 0 };

test('a folder is opened, renamed and made larger by one from its menu; what was added is removed, and asked about before', () => {
  const { app } = create();
  expect(idsOf(folderMenu(app, { ...row, root: undefined }))).toEqual(['open', 'new', 'rename', 'import', 'reveal']);
  run(folderMenu(app, { ...row, root: undefined }), 'rename');
  expect(app.moving.naming).toMatchObject({ is: 'folder', name: 'a', folder: { folderId: 1, dir: 'a' } });
  const root = { id: 1, path: '/a', photoCount: 1, failedCount: 0, state: { is: 'watched' as const } };
  const menu = folderMenu(app, { ...row, dir: '', root });
  expect(idsOf(menu)).not.toContain('rename');
  run(menu, 'remove');
  expect([app.view, app.folders.toRemove?.id]).toEqual(['settings', 1]);
});

test('each line of each menu has words and says what it does to its own thing', async () => {
  const changed: unknown[] = [];
  const { app } = create({
    'vocabulary.change': (change) => void changed.push(change),
    'vocabulary.list': () => [],
    'failures.ignore': ({ ...which }) => (changed.push(which), [7]),
    'failures.list': () => ({ files: [], count: 0, ignoredCount: 0, kinds: [] }),
  });
  const album = { id: 3, name: 'Ana', kind: 'manual', sort: 'own', position: 0 } as const;
  const concept = { id: 'dog', name: 'dog', otherNames: [], confirmedCount: 0, isOwn: false, isChanged: false };
  const file = {
    fileId: 7,
    path: '/a.jpg',
    kind: 'damaged',
    message: '',
    attempts: 1,
    atMs: 0,
    isIgnored: false,
  } as const;
  const trashed = { stepId: 1, filingId: 1, path: '/a.jpg', state: 'there', atMs: 0, isOwn: false } as const;
  const copy = { photoId: 2, name: 'b.jpg', version: 1 };
  const group = { copies: [copy], reason: 'larger' };
  const question = { photo: { id: 5 } };
  const answered: unknown[] = [];
  // As much of each as its menu reads.
  const menus = {
    album: albumMenu(app, album as never, () => changed.push('album removed')),
    saved: savedSearchMenu(app, { id: 1, text: 'a dog', keptAsWords: [] } as never),
    cleanUp: cleanUpMenu(app, 'dark'),
    browse: browseMenu(app, { label: '2019', text: 'in 2019', count: 1 }),
    concept: conceptMenu(app, { ...concept, isHidden: true }),
    trash: trashMenu(app, trashed),
    failure: failureMenu(app, file as never),
    copy: copyMenu(app, group as never, copy as never),
    question: questionMenu(app, question as never, (decision) => answered.push(decision)),
  };
  for (const [name, items] of Object.entries(menus)) {
    expect(items.length, name).toBeGreaterThan(0);
    for (const { label } of items) expect(app.language.t(label), `${name}: ${label}`).not.toBe(label);
    expect(new Set(idsOf(items)).size, name).toBe(items.length);
  }
  expect(idsOf(menus.concept)).toContain('show');
  run(menus.concept, 'show');
  await vi.waitFor(() => expect(changed).toEqual([{ id: 'dog', edit: { isHidden: false } }]));
  run(menus.failure, 'ignore');
  await vi.waitFor(() => expect(changed.at(-1)).toEqual({ fileIds: [7] }));
  run(menus.album, 'album-in');
  expect(app.albums.draft).toMatchObject({ is: 'new', parentId: 3 });
  run(menus.browse, 'save');
  expect(app.albums.draft).toMatchObject({ is: 'new-smart', rule: { text: 'in 2019' } });
  run(menus.question, 'no');
  expect(answered).toEqual(['rejected']);
  run(menus.saved, 'open');
  expect(app.search.fullText).toBe('a dog');
});
