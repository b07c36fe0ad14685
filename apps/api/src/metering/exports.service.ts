import type { ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { sendCsv } from '../http/csv-answer.js';
import { ProblemError } from '../http/problem.js';
import type { Scope } from '../http/scope.js';
import { ReportStore } from './report.store.js';
import type { WholeQuestion } from './report-shape.js';
import { inSnapshot, untilAborted } from './snapshot.js';

/** Each holds a connection for as long as its caller takes; pages need the others. */
export const MOST_EXPORTS = 2;
const RETRY_AFTER_SECONDS = 15;

/** Writes questions as files of any length. */
@Injectable()
export class ExportsService {
  private running = 0;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ReportStore) private readonly reports: ReportStore,
  ) {}

  /**
   * Sends the whole answer to a question as CSV, from one snapshot. A caller who goes away ends it.
   *
   * @throws ProblemError 429 where as many as may be are being written; 400 and 404 as the call that it exports.
   */
  async send(response: ServerResponse, question: WholeQuestion, scope: Scope): Promise<void> {
    if (this.running >= MOST_EXPORTS) throw tooMany(response);
    this.running++;
    const signal = whenLeft(response);
    try {
      await inSnapshot(this.dataSource, (client) =>
        untilAborted({ dataSource: this.dataSource, client, signal }, async () =>
          sendCsv(response, await this.reports.openExport(client, question, scope)),
        ),
      );
    } catch (error) {
      // What broke off because nobody waits for it is no failure.
      if (!signal.aborted) throw error;
    } finally {
      this.running--;
    }
  }
}

function tooMany(response: ServerResponse): ProblemError {
  response.setHeader('retry-after', RETRY_AFTER_SECONDS);
  const detail = `${MOST_EXPORTS} exports are being written, as many as this server writes at once. Try again when one is done.`;
  return new ProblemError('too-many-exports', 429, detail);
}

/** Aborted where the caller goes before the end; not where the answer is cut off for a failure. */
function whenLeft(response: ServerResponse): AbortSignal {
  const left = new AbortController();
  if (response.destroyed) left.abort();
  response.once('close', () => {
    if (!response.writableFinished && response.errored === null) left.abort();
  });
  return left.signal;
}
