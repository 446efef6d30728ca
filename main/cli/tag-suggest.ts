import path from 'node:path';
import { Command } from 'commander';
import { createEffectiveVocabulary } from '../library/effective-vocabulary.ts';
import { Failure } from '../util/failure.ts';
import { openReader } from './open-reader.ts';
import { type CommonOptions, resourcesFolder } from './open.ts';
import { say } from './say-failure.ts';

/** Prints every suggestion of the library that waits for an answer, the most probable first: of one concept, or of all. */
export async function suggestForLibrary(options: CommonOptions & { readonly concept?: string }): Promise<void> {
  using reader = openReader(options);
  const { nameOf } = reader.tagAnswers();
  const conceptId = options.concept === undefined ? undefined : await conceptCalled(reader, options.concept);
  using searcher = reader.searcher();
  await searcher.ready();
  const found = await searcher.ask({ is: 'suggested-photos', ...(conceptId !== undefined && { conceptId }) });
  const names = new Map<string, string>();
  for (const id of new Set(found.map((one) => one.conceptId))) names.set(id, await nameOf(id));
  const suggestions = found.map((one) => ({
    ...one,
    name: names.get(one.conceptId) ?? one.conceptId,
    file: reader.pathOf(one.photoId),
  }));
  say(options, { ok: true, suggestions }, () =>
    suggestions.length === 0
      ? 'Nothing is suggested.'
      : suggestions
          .map(
            ({ probability, name, file, photoId }) => `${percent(probability)}  ${name}  ${file ?? `photo ${photoId}`}`,
          )
          .join('\n'),
  );
}

export function learnedCommand(): Command {
  return new Command('learned')
    .description('what a tag learned from your answers: which photos are most like it, and which answers it doubts')
    .argument('<name>')
    .exitOverride()
    .action(async (name: string, _own: object, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      using reader = openReader(options);
      const conceptId = await conceptCalled(reader, name);
      const shownName = await reader.tagAnswers().nameOf(conceptId);
      using searcher = reader.searcher();
      await searcher.ready();
      await searcher.ask({ is: 'suggested-photos', conceptId }); // the pass is over the library
      const { likeliest, doubts, ...about } = await searcher.ask({ is: 'learned', conceptId, count: 24 });
      const lineOf = ({ photo, probability }: (typeof likeliest)[number]) => ({
        photoId: photo.id,
        file: reader.pathOf(photo.id),
        probability,
      });
      const learned = {
        ...about,
        name: shownName,
        likeliest: likeliest.map(lineOf),
        doubts: doubts.map((one) => ({ ...lineOf(one), decision: one.decision })),
      };
      say(options, { ok: true, ...learned }, () =>
        [
          `${shownName}: ${basis[about.from]}, ${about.confirmedCount} confirmed and ${about.rejectedCount} rejected photos.`,
          ...(about.forgetsBeforeMs === undefined ? [] : [`It has forgotten what was answered before ${new Date(about.forgetsBeforeMs).toISOString()}.`]), // prettier-ignore
          ...learned.likeliest.map((one) => `${percent(one.probability)}  ${one.file ?? `photo ${one.photoId}`}`),
          ...(learned.doubts.length === 0 ? [] : ['Answers that go ill with the others:']),
          ...learned.doubts.map((one) => `${percent(one.probability)}  ${one.decision}  ${one.file ?? `photo ${one.photoId}`}`), // prettier-ignore
        ].join('\n'),
      );
    });
}

const basis = {
  words: 'known by its words',
  'words-and-examples': 'known by its words and your answers',
  examples: 'known by your answers alone',
  nothing: 'not known yet (five confirmed photos are needed)',
} as const;

async function conceptCalled(reader: ReturnType<typeof openReader>, name: string): Promise<string> {
  const vocabulary = await createEffectiveVocabulary({
    db: reader.db,
    vocabulariesFolder: path.join(resourcesFolder(), 'vocabularies'),
  }).loaded();
  const concept = vocabulary.named(name);
  if (concept === undefined) throw new Failure('not-found', `There is no tag "${name}".`, { details: { name } });
  return concept.id;
}

function percent(probability: number): string {
  return `${Math.round(probability * 100)} %`.padStart(5);
}
