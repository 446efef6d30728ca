import { Command } from 'commander';
import { languagesOf } from '../util/languages.ts';
import { albumCalled, pathOf } from './album-called.ts';
import { openReader, type Reader } from './open-reader.ts';
import type { CommonOptions } from './open.ts';
import { say } from './say-failure.ts';

export function listAlbums(): Command {
  return new Command('list')
    .description('every album with its number of photos')
    .exitOverride()
    .action(async (_own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      using reader = openReader(options);
      const rows = reader.albums();
      using searcher = reader.searcher();
      if (rows.length > 0) await searcher.ready();
      const reckoned =
        rows.length === 0 ? [] : await searcher.ask({ is: 'albums', languages: languagesOf(process.env) });
      const albums = rows.map(({ id, name, kind, rule, tagMode }) => ({
        id,
        name,
        path: pathOf(id, rows),
        kind,
        count: reckoned.find((one) => one.id === id)?.count ?? 0,
        ...(kind === 'smart' && { query: rule.text, least: rule.least }),
        ...(tagMode !== 'off' && { autoTag: tagMode }),
      }));
      say(options, { ok: true, albums }, () =>
        albums
          .map(
            ({ id, path, kind, count, query }) =>
              `${String(count).padStart(6)}  ${`#${id}`.padEnd(5)} ${path}${kind === 'smart' ? `  = ${query}` : ''}`,
          )
          .join('\n'),
      );
    });
}

export function showAlbum(): Command {
  return new Command('show')
    .description('the files of an album, in its order')
    .argument('<album>')
    .exitOverride()
    .action(async (name: string, _own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      using reader = openReader(options);
      const { album, photos } = await openAlbum(name, reader);
      say(options, { ok: true, album, photos }, () => photos.map(({ path }) => path ?? '').join('\n'));
    });
}

/** An album with all of its photos, in its order. @throws Failure 'not-found' or 'bad-input' for the name */
export async function openAlbum(name: string, reader: Reader) {
  const rows = reader.albums();
  const row = albumCalled(name, rows);
  using searcher = reader.searcher();
  await searcher.ready();
  const list = await searcher.ask({ is: 'open', question: { albumId: row.id }, languages: languagesOf(process.env) });
  const photos: { id: number; path: string | undefined; probability: number | undefined }[] = [];
  for (let offset = 0; offset < list.count; offset += 500)
    for (const { id, probability } of await searcher.ask({ is: 'page', listId: list.id, offset, limit: 500 }))
      photos.push({ id, path: reader.pathOf(id), probability });
  const { id, kind } = row;
  return { album: { id, name: row.name, path: pathOf(id, rows), kind, count: list.count }, photos };
}
