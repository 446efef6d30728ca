import type { FailedFile, FailureDetails } from '../../preload/contract/failure.ts';
import { writeCsv } from '../tags/csv.ts';

/** What could not be read, as a table for a spreadsheet. */
export function failuresAsCsv(files: readonly FailedFile[]): string {
  return writeCsv(
    ['file', 'kind', 'what happened', 'decoder', 'times tried', 'last tried (UTC)', 'ignored'],
    files.map((file) => [
      file.path,
      file.kind,
      file.message,
      decoderSays(file.details) ?? '',
      String(file.attempts),
      new Date(file.atMs).toISOString(),
      file.isIgnored ? 'yes' : 'no',
    ]),
  );
}

/** The same for a person to read: a file a line, what happened to it on the next. */
export function failuresAsText(files: readonly FailedFile[]): string {
  return files.map((file) => `${failureLines(file).join('\n')}\n`).join('');
}

/** As the command line and the list have it. */
export function failureLines(file: FailedFile): string[] {
  const decoder = decoderSays(file.details);
  return [
    file.isIgnored ? `${file.path} (ignored)` : file.path,
    `  ${file.message}`,
    ...(decoder === undefined || file.message.includes(decoder) ? [] : [`  The decoder: ${decoder}`]),
  ];
}

/** What the part that read the file said of it, in its own words. */
function decoderSays(details: FailureDetails = {}): string | undefined {
  const said = details['reason'] ?? details['why'] ?? details['code'];
  return said === undefined || said === '' ? undefined : String(said);
}
