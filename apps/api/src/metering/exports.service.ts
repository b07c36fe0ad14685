import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Act, ActivityService, BrokenOffError } from '../activity/activity.service.js';
import { actorOf } from '../activity/actor.js';
import { sendCsv } from '../http/csv-answer.js';
import { ProblemError } from '../http/problem.js';
import type { Scope } from '../http/scope.js';
import type { WebResponse } from '../http/web-request.js';
import { instantOf } from './buckets.js';
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
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {}

  /**
   * Sends the whole answer to a question as CSV, from one snapshot. A caller who goes away ends it.
   *
   * @throws ProblemError 429 where as many as may be are being written; 400 and 404 as the call that it exports.
   */
  async send(response: WebResponse, question: WholeQuestion, scope: Scope): Promise<void> {
    if (this.running >= MOST_EXPORTS) throw tooMany(response);
    this.running++;
    try {
      await this.activity.perform(actOf(question), actorOf(response.req), () => this.write(response, question, scope));
    } catch (error) {
      // What broke off because nobody waits for it is no failure of ours.
      if (!(error instanceof BrokenOffError)) throw error;
    } finally {
      this.running--;
    }
  }

  private async write(response: WebResponse, question: WholeQuestion, scope: Scope): Promise<void> {
    const signal = whenLeft(response);
    try {
      await inSnapshot(this.dataSource, (client) =>
        untilAborted({ dataSource: this.dataSource, client, signal }, async () =>
          sendCsv(response, await this.reports.openExport(client, question, scope)),
        ),
      );
    } catch (error) {
      throw signal.aborted ? new BrokenOffError('The caller went before the end of the file.') : error;
    }
  }
}

/** What is written into which file: enough to ask the same again. */
function actOf({ capability, range, bucket, groupBy, filters, without, organizations }: WholeQuestion): Act {
  return {
    what: 'export.write',
    target: { kind: 'file', id: capability, name: null },
    after: {
      start: instantOf(range.start),
      end: instantOf(range.end),
      bucket,
      group_by: groupBy,
      filters: Object.fromEntries(filters),
      without,
      organization: organizations,
    },
  };
}

function tooMany(response: WebResponse): ProblemError {
  response.setHeader('retry-after', RETRY_AFTER_SECONDS);
  const detail = `${MOST_EXPORTS} exports are being written, as many as this server writes at once. Try again when one is done.`;
  return new ProblemError('too-many-exports', 429, detail);
}

/** Aborted where the caller goes before the end; not where the answer is cut off for a failure. */
function whenLeft(response: WebResponse): AbortSignal {
  const left = new AbortController();
  if (response.destroyed) left.abort();
  response.once('close', () => {
    if (!response.writableFinished && response.errored === null) left.abort();
  });
  return left.signal;
}
