/** One question as a file: every group of every bucket, from one snapshot, line by line. */
import type { Bucket, Capability } from '@bursar/contract';
import type { PoolClient } from 'pg';
import { instantOf } from './buckets.js';
import { type ExportCell, readExportCells } from './export-cells.js';
import { ExportNames } from './export-names.js';
import { cellLine, emptyLine, exportFileName, type ExportTable, headLine } from './export-table.js';
import { explorationOf } from './report.js';
import { bucketsWithStates } from './report-assembly.js';
import { readContext, type ReportSurroundings } from './report-context.js';
import type { ReportQuestion, WholeQuestion } from './report-shape.js';

export interface Export {
  fileName: string;
  /** One or many at a time; they read inside the snapshot that the export was opened in. */
  lines: AsyncGenerator<string>;
}

/**
 * Opens a question as a file inside the caller's transaction, which has to read from one snapshot until all is written.
 *
 * @throws ProblemError as `readReport` does, but for the size: a file may be as long as it is.
 */
export async function openExport(
  client: PoolClient,
  whole: WholeQuestion,
  surroundings: ReportSurroundings,
): Promise<Export> {
  const question: ReportQuestion = { ...whole, limit: 0 };
  const context = await readContext(client, question, surroundings);
  const exploration = explorationOf(question, { context, projectIds: surroundings.scope.projectIds });
  const { currency, measure, organizationIds } = exploration.selection;
  const besides = question.measure === undefined ? measuresBeside(context.capability) : [];
  const table: ExportTable = {
    groupBy: question.groupBy,
    measures: [measure, ...besides],
    currency: currency !== null && 'is' in currency ? currency.is : null,
  };
  const complete = context.assess(question.range);
  const buckets = bucketsWithStates(exploration, complete);
  const names = new ExportNames(client, question.groupBy, { organizationIds, organizations: context.organizations });
  const range = { start: instantOf(question.range.start), end: instantOf(question.range.end) };
  return {
    fileName: exportFileName(question.capability, { ...question, range }),
    lines: linesOf(readExportCells(client, exploration, besides), { table, buckets, names }),
  };
}

/** The head comes with the first rows, so that nothing is sent of a file that cannot be begun. */
async function* linesOf(
  read: AsyncGenerator<ExportCell[]>,
  { table, buckets, names }: { table: ExportTable; buckets: readonly Bucket[]; names: ExportNames },
): AsyncGenerator<string> {
  let text = headLine(table);
  let next = 0;
  for await (const cells of read) {
    await names.learn(cells);
    for (const cell of cells) {
      for (const bucket of buckets.slice(next, cell.bucket)) text += emptyLine(table, bucket);
      next = cell.bucket + 1;
      const bucket = buckets[cell.bucket];
      if (bucket !== undefined) text += cellLine(table, bucket, cell, names);
    }
    yield text;
    text = '';
  }
  for (const bucket of buckets.slice(next)) text += emptyLine(table, bucket);
  yield text;
}

/**
 * The other measures of a capability that can stand beside its headline: sums like it, which mean something over any group.
 * A level is alone, for it has a last value of its own.
 */
function measuresBeside({ measures, headline }: Capability): string[] {
  if (measures[headline]?.combine !== 'sum') return [];
  return Object.entries(measures)
    .filter(
      ([name, { combine, within, unit }]) =>
        name !== headline && combine === 'sum' && within === undefined && unit !== 'currency',
    )
    .map(([name]) => name);
}
