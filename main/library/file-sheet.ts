import type { ExifTool } from 'exiftool-vendored';
import { z } from 'zod';
import type { FileSheet } from '../../preload/contract/picture-calls.ts';
import { Failure } from '../util/failure.ts';
import { endProcess, hasNoPerl } from '../writing/exiftool-process.ts';

/** More than any camera writes; what is longer is a table of numbers, or an attack. */
const mostTags = 5_000;
const mostLetters = 2_000;
const readMs = 20_000;
/** A question comes after another while the person turns pages. */
const idleMs = 20_000;

/**
 * Reads everything that a file says of itself, by ExifTool in a process of its own, which ends when nobody asks any more.
 * Nothing is written.
 */
export function createFileSheets() {
  let tool: ExifTool | undefined;
  let idle: NodeJS.Timeout | undefined;
  let reading = 0;
  const end = async (): Promise<void> => {
    const ending = tool;
    tool = undefined;
    await endProcess(ending);
  };

  return {
    /** @throws Failure 'unavailable' without Perl, 'io' where the file can't be read */
    async of(path: string): Promise<FileSheet> {
      clearTimeout(idle);
      reading++;
      try {
        const vendored = await import('exiftool-vendored');
        tool ??= new vendored.ExifTool({
          maxProcs: 1,
          taskTimeoutMillis: readMs,
          spawnTimeoutMillis: readMs,
          taskRetries: 0,
        });
        // Unknown tags too, and values as people read them; those of ExifTool's own reckoning stand apart, in Composite.
        const readArgs = ['-json', '-G0:1', '-a', '-u', '-api', `LimitLongValues=${mostLetters}`];
        const read: unknown = await tool.readRaw(path, { readArgs, useMWG: false });
        return sheetOf(path, z.record(z.string(), z.unknown()).parse(read));
      } catch (error) {
        throw refused(error);
      } finally {
        if (--reading === 0) idle = setTimeout(() => void end().catch(() => undefined), idleMs).unref();
      }
    },
    async stop(): Promise<void> {
      clearTimeout(idle);
      await end();
    },
  };
}
export type FileSheets = ReturnType<typeof createFileSheets>;

/** @param read by name with its groups, `EXIF:IFD0:Make` */
export function sheetOf(path: string, read: Readonly<Record<string, unknown>>): FileSheet {
  const groups = new Map<string, { name: string; value: string }[]>();
  let count = 0;
  let isCut = false;
  for (const [key, value] of Object.entries(read)) {
    const at = key.lastIndexOf(':');
    // What is no tag of the file: its name, ExifTool's version, errors of the one that asks.
    if (at < 0 || key.startsWith('ExifTool:')) continue;
    if (++count > mostTags) {
      isCut = true;
      break;
    }
    const name = groupName(key.slice(0, at));
    const text = textOf(value);
    if (text.length > mostLetters) isCut = true;
    const tags = groups.get(name) ?? [];
    tags.push({ name: key.slice(at + 1), value: text.slice(0, mostLetters) });
    groups.set(name, tags);
  }
  return { path, groups: [...groups].map(([name, tags]) => ({ name, tags })), isCut };
}

/** `IPTC:IPTC` is said once. */
function groupName(groups: string): string {
  return [...new Set(groups.split(':'))].join(':');
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value);
}

function refused(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const said = error instanceof Error ? error.message : String(error);
  if (hasNoPerl(said))
    return new Failure('unavailable', 'Reading all of it needs Perl, which this system does not have.', {
      cause: error,
    });
  if (/timeout/i.test(said))
    return new Failure('timed-out', `Reading the file took longer than ${readMs / 1000} seconds and was given up.`, {
      details: { seconds: readMs / 1000 },
      cause: error,
    });
  return new Failure('io', 'What the file says could not be read.', { cause: error });
}
