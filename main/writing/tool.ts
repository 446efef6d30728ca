import { ExifTool } from 'exiftool-vendored';
import { z } from 'zod';
import { Failure } from '../util/failure.ts';
import { endProcess, hasNoPerl } from './exiftool-process.ts';

/** Values by ExifTool's names with groups, `XMP-dc:Subject`; null takes the field out. */
export type ToolValues = Readonly<Record<string, string | number | readonly string[] | null>>;

/**
 * ExifTool, in a process of its own that starts with the first question and waits for the next one. It edits files in
 * place, so it is only ever given copies.
 */
export function createTool() {
  let tool: ExifTool | undefined;
  // Minor errors are errors here: a file whose metadata it can't read whole is left as it is.
  const options = { useMWG: false, ignoreMinorErrors: false };
  const started = () =>
    (tool ??= new ExifTool({ ...options, maxProcs: 1, taskTimeoutMillis: 60_000, spawnTimeoutMillis: 20_000 }));

  return {
    /** @returns values by name, numbers too as text, lists as lists */
    async read(file: string, names: readonly string[]): Promise<Record<string, unknown>> {
      const readArgs = ['-json', '-G1', '-struct', '-api', 'StructFormat=JSONQ', ...names.map((name) => `-${name}`)];
      const values: Record<string, unknown> = await guarded(() => started().readRaw(file, { ...options, readArgs }));
      const errors = z.array(z.string()).catch([]).parse(values['errors']);
      if (errors[0] !== undefined) throw refused(errors[0]);
      return values;
    },
    async write(file: string, values: ToolValues): Promise<void> {
      const encoded = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          typeof value === 'object' && value ? value.map(literal) : typeof value === 'string' ? literal(value) : value,
        ]),
      );
      await guarded(() =>
        // The names are ExifTool's own with groups, of which its types know only those without.
        started().write(file, encoded as Parameters<ExifTool['write']>[1], {
          ...options,
          // Into the very same file: what the file system knows of it stays.
          writeArgs: ['-overwrite_original_in_place'],
        }),
      );
    },
    /** The same by arguments of ExifTool's, each of which is ours: `-gps:all=`, or a path behind `-tagsFromFile`. */
    async edit(file: string, args: readonly string[]): Promise<void> {
      await guarded(() =>
        started().write(file, {}, { ...options, writeArgs: ['-overwrite_original_in_place', ...args] }),
      );
    },
    async stop(): Promise<void> {
      const ending = tool;
      tool = undefined; // a question that comes meanwhile starts another
      await endProcess(ending);
    },
  };

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw refused(error);
    }
  }
}
export type Tool = ReturnType<typeof createTool>;

/** It reads character references in what it is given: an ampersand of the person's stays one. */
function literal(text: string): string {
  return text.replaceAll('&', '&#38;');
}

function refused(error: unknown): Failure {
  const said = error instanceof Error ? error.message : String(error);
  if (hasNoPerl(said))
    return new Failure('unavailable', 'Writing into files needs Perl, which this system does not have.', {
      cause: error,
    });
  if (/no space left|ENOSPC|EDQUOT/i.test(said))
    return new Failure('disk-full', 'The disk is full: free some space, then try again.', { cause: error });
  const why = (said.split('\n')[0] ?? '').replace(/ - \S.*$/, '').slice(0, 200);
  return new Failure('write-refused', `The file could not be written (${why}); it is as it was.`, {
    details: { why },
    cause: error,
  });
}
