import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Failure } from '../util/failure.ts';

/** What a photo can be tagged with. Its id stands in people's libraries and never changes. */
export interface Concept {
  readonly id: string;
  /** For each language (BCP 47) the name that is shown, then synonyms. */
  readonly names: Names;
  /** A wider concept: what is a dog is an animal. */
  readonly parent?: string | undefined;
  /** Concepts that are never right for the same photo. */
  readonly exclusions?: readonly string[] | undefined;
  /** Sentences for the model in place of its own templates; `{}` is the English name. */
  readonly prompts?: readonly string[] | undefined;
}

export type Names = z.infer<typeof names>;
export type Language = keyof Names;
export const languages = ['en', 'zh-CN'] as const satisfies readonly Language[];

export interface Vocabulary {
  readonly concepts: readonly Concept[];
  readonly byId: ReadonlyMap<string, Concept>;
  /** The concept of a name in any language. */
  named(name: string): Concept | undefined;
}

/**
 * Reads every vocabulary of a folder; resources/vocabularies/README.md has the format.
 * @throws Failure 'bad-input' that names the file, the concept and what is wrong with it
 */
export async function loadVocabulary(folder: string): Promise<Vocabulary> {
  const files = (await fs.readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const sources = await Promise.all(
    files.map(async (name) => ({ file: name, text: await fs.readFile(path.join(folder, name), 'utf8') })),
  );
  return vocabularyOf(sources.flatMap(({ file, text }) => readConcepts(file, text)));
}

/** From the innermost to the widest, without the concept itself. */
export function ancestorsOf(concept: Concept, { byId }: Pick<Vocabulary, 'byId'>): Concept[] {
  const found: Concept[] = [];
  for (let at = wider(concept, byId); at !== undefined; at = wider(at, byId)) found.push(at);
  return found;
}

/** How the person's language calls it; English where theirs has no name. @param language BCP 47, e.g. `zh-Hans-CN` */
export function nameIn(language: string, { names: all }: Pick<Concept, 'names'>): string {
  const own = language.toLowerCase().startsWith('zh') ? all['zh-CN'] : all.en;
  return own[0] ?? '';
}

/** Case, width and accents make no other name. */
export function foldName(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ').toLowerCase();
}

const name = z.string().min(1).max(100).refine((text) => text === text.trim(), 'has spaces around it'); // prettier-ignore
const names = z.strictObject({ en: z.array(name).min(1), 'zh-CN': z.array(name).min(1) });
const id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be lower case letters, digits and hyphens');
const concept = z.strictObject({
  id,
  names,
  parent: id.optional(),
  exclusions: z.array(id).optional(),
  prompts: z.array(name).min(1).optional(),
});
const file = z.strictObject({ name: z.strictObject({ en: name, 'zh-CN': name }), concepts: z.array(z.unknown()) });

interface Sourced {
  readonly file: string;
  readonly concept: Concept;
}

function readConcepts(from: string, text: string): Sourced[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Failure('bad-input', `${from} is not JSON: ${String(cause)}`, { cause });
  }
  const whole = file.safeParse(json);
  if (!whole.success) throw new Failure('bad-input', `${from} is no vocabulary: ${issueOf(whole.error)}`);
  return whole.data.concepts.map((given, at) => {
    const read = concept.safeParse(given);
    if (read.success) return { file: from, concept: read.data };
    const named = z.object({ id: z.string() }).safeParse(given);
    throw wrong(from, named.success ? named.data.id : `number ${at + 1}`, issueOf(read.error));
  });
}

function vocabularyOf(all: readonly Sourced[]): Vocabulary {
  const byId = new Map<string, Concept>();
  const byName = new Map<string, Concept>();
  for (const { file: from, concept: one } of all) {
    if (byId.has(one.id)) throw wrong(from, one.id, 'there is another concept with this id');
    byId.set(one.id, one);
    for (const language of languages)
      for (const called of one.names[language]) {
        const other = byName.get(foldName(called));
        if (other !== undefined && other !== one)
          throw wrong(from, one.id, `"${called}" is a name of the concept "${other.id}" too`);
        byName.set(foldName(called), one);
      }
  }
  for (const { file: from, concept: one } of all) {
    for (const other of [...(one.parent === undefined ? [] : [one.parent]), ...(one.exclusions ?? [])])
      if (!byId.has(other)) throw wrong(from, one.id, `there is no concept "${other}"`);
    const seen = new Set([one.id]);
    for (let at = wider(one, byId); at !== undefined; at = wider(at, byId)) {
      if (seen.has(at.id)) throw wrong(from, one.id, `its parents go round in a circle at "${at.id}"`);
      seen.add(at.id);
    }
  }
  return { concepts: [...byId.values()], byId, named: (called) => byName.get(foldName(called)) };
}

function wider({ parent }: Concept, byId: ReadonlyMap<string, Concept>): Concept | undefined {
  return parent === undefined ? undefined : byId.get(parent);
}

function wrong(from: string, which: string, why: string): Failure {
  return new Failure('bad-input', `${from}, concept "${which}": ${why}.`, { details: { file: from } });
}

function issueOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'it has another shape' : `${issue.path.join('.')} ${issue.message}`.trim();
}
