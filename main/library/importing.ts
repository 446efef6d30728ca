import fs from 'node:fs/promises';
import path from 'node:path';
import type { ImportResult } from '../../preload/contract/filing.ts';
import type { FolderAt } from '../../preload/contract/folder.ts';
import type { FilingJournal, FilingStep } from '../db/filing.ts';
import type { Db } from '../db/open.ts';
import { besidesOf } from '../filing/beside.ts';
import { copyFile } from '../filing/copy-file.ts';
import { createImportNames } from '../filing/import-names.ts';
import { inodeOf } from '../filing/move-file.ts';
import { Failure } from '../util/failure.ts';
import { isInside } from '../util/is-inside.ts';
import { shaOf } from '../writing/bytes.ts';
import { createIdentifier } from '../writing/identifier.ts';
import { asFailure } from '../writing/write-file.ts';
import type { FilingDesk, Work } from './filing-desk.ts';
import { type ImportLook, lookAtSource, picturesIn } from './import-look.ts';

/**
 * Photos from a card, a phone or a folder: what is new is seen by content, copied into folders by a pattern, read back and
 * compared. Nothing is deleted from where it came, and nothing is written over.
 */
export function createImporting(deps: {
  db: Pick<Db, 'sql'>;
  journal: FilingJournal;
  alone: FilingDesk['alone'];
  pathOf: (at: FolderAt) => string;
  now: () => number;
}) {
  const { journal, alone } = deps;
  const known = deps.db.sql.prepare<[Buffer], number>('SELECT 1 FROM photos WHERE content = ? AND present > 0').pluck();

  const isKnown = (content: string): boolean => known.get(Buffer.from(content, 'hex')) !== undefined;

  return {
    /** How many pictures there are, how large they are together, and what of them is new. @throws Failure */
    lookAt(source: string): Promise<ImportLook> {
      const copies = journal.copies();
      // What has just come in is not read by the library yet.
      const isCopied = async (file: string) => (await copyOf(file, copies.get(file))) !== undefined;
      return lookAtSource(source, async (file, content) => isKnown(content) || (await isCopied(file)), deps.now);
    },
    /** @param pattern with `/` between folders: `{year}/{year}-{month}-{day}/{name}` */
    async import(source: string, into: FolderAt, pattern: string): Promise<ImportResult> {
      const root = deps.pathOf(into);
      if (source === root || isInside(root, source))
        throw new Failure('refused', 'This folder is in the library already: nothing has to be imported from it.');
      let knownCount = 0;
      const identifier = createIdentifier();
      try {
        const result = await alone('copying', 'import', async (work) => {
          const files = await picturesIn(source);
          const copies = journal.copies();
          const taken = new Set<string>();
          const nameOf = createImportNames(pattern, files.length);
          const endings = new Map<string, Set<string>>();
          for (const { file } of files)
            endings.set(stemOf(file), (endings.get(stemOf(file)) ?? new Set<string>()).add(path.extname(file)));
          /** Where files of a shot lie by now. */
          const placed = new Map<string, string>();
          await work.each(
            files,
            ({ file }) => file,
            async ({ file }) => {
              const picture = await identifier.pictureOf(file);
              if (picture === undefined)
                throw new Failure('not-a-picture', `${file} is no picture that can be read.`, {
                  details: { path: file },
                });
              const { content, takenWallMs } = picture;
              const there = await copyOf(file, copies.get(file));
              if (there !== undefined) {
                taken.add(content);
                placed.set(nameOf(file, takenWallMs).shot, stemOf(there));
                knownCount += 1;
                return copyBesides(file, there, work);
              }
              if (taken.has(content) || isKnown(content)) {
                knownCount += 1;
                return;
              }
              const { as, shot } = nameOf(file, takenWallMs);
              taken.add(content);
              const wanted = placed.get(shot) ?? path.join(root, ...as.split('/'));
              const all = placed.has(shot) ? undefined : endings.get(stemOf(file));
              placed.set(shot, await copyOne(file, wanted, all ?? new Set([path.extname(file)]), work));
            },
            ({ sizeBytes }) => sizeBytes,
          );
        });
        return { ...result, knownCount };
      } finally {
        await identifier.stop();
      }
    },
  };

  /**
   * With what lies beside it, under the name that the picture gets.
   * @param endings of all files that are to have that name
   * @returns where it lies, without its ending
   */
  async function copyOne(file: string, stem: string, endings: ReadonlySet<string>, work: Work): Promise<string> {
    const folder = path.dirname(stem);
    try {
      await fs.mkdir(folder, { recursive: true });
    } catch (error) {
      throw asFailure(error);
    }
    const newStem = await freeStem(stem, endings);
    const target = newStem + path.extname(file);
    await copyFile({ filingId: work.filingId, photoId: undefined, role: 'photo', source: file, target }, journal);
    work.moved({ from: undefined, to: target }, true);
    await copyBesides(file, target, work);
    return newStem;
  }

  async function copyBesides(file: string, picture: string, { filingId, moved }: Work): Promise<void> {
    const { name: own, ext } = path.parse(file);
    const stem = picture.slice(0, -ext.length);
    for (const { name } of await besidesOf(file, new Set())) {
      const rest = name.startsWith(own) ? name.slice(own.length) : `${ext}.json`;
      const target = stem + rest;
      if ((await inodeOf(target)) !== '') continue; // one that speaks of several pictures came with another of them
      const source = path.join(path.dirname(file), name);
      await copyFile({ filingId, photoId: undefined, role: 'beside', source, target }, journal);
      moved({ from: undefined, to: target });
    }
  }
}

/**
 * Where a picture lies that an import brought before: one that was cut short is done again before the library has read what
 * came, and may have ended between a picture and what lies beside it.
 */
async function copyOf(file: string, step: FilingStep | undefined): Promise<string | undefined> {
  if (step?.target === undefined || (await inodeOf(step.target)) === '') return undefined;
  const [now, there] = await Promise.all([shaOf(file), shaOf(step.target)]);
  return now !== undefined && now === there ? step.target : undefined;
}

function stemOf(file: string): string {
  const { dir, name } = path.parse(file);
  return path.join(dir, name);
}

/** `name`, else `name (2)`: the first of which no picture is there. */
async function freeStem(stem: string, endings: ReadonlySet<string>): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? stem : `${stem} (${number})`;
    const inodes = await Promise.all([...endings].map((ext) => inodeOf(candidate + ext)));
    if (inodes.every((inode) => inode === '')) return candidate;
  }
}
