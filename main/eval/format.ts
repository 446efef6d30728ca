import type { Evaluation, SourceEvaluation } from './evaluate.ts';
import type { Retrieval } from './metrics.ts';

/** The evaluation as aligned text for a terminal, numbers in per cent. */
export function formatEvaluation({ dataset, sources }: Evaluation): string {
  const header = ['source', 'task', 'queries', '@1', '@5', '@10', 'median rank'];
  return [
    `Data set: ${dataset}`,
    '',
    ...aligned([header, ...sources.flatMap(rowsOf)]),
    ...sources.flatMap(missing),
  ].join('\n');
}

function rowsOf({ source, retrieval, zeroShot }: SourceEvaluation): string[][] {
  const of = (task: string, r: Retrieval) => [
    source,
    task,
    String(r.queries),
    percent(r.recallAt1),
    percent(r.recallAt5),
    percent(r.recallAt10),
    String(r.medianRank),
  ];
  return [
    ...(retrieval ? [of('text -> image', retrieval.textToImage), of('image -> text', retrieval.imageToText)] : []),
    ...(zeroShot
      ? [
          [
            source,
            `zero-shot, ${zeroShot.classes} classes`,
            String(zeroShot.images),
            percent(zeroShot.top1),
            percent(zeroShot.top5),
            '',
            '',
          ],
        ]
      : []),
  ];
}

function missing({ source, missing: count }: SourceEvaluation): string[] {
  return count === 0 ? [] : ['', `${source}: ${count} images have no vector and are in none of these numbers.`];
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

/** Words to the left, numbers to the right. */
function aligned(table: readonly string[][]): string[] {
  const width = (column: number) => Math.max(...table.map((row) => row[column]?.length ?? 0));
  return table.map((row) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(width(column)) : cell.padStart(width(column))))
      .join('  ')
      .trimEnd(),
  );
}
