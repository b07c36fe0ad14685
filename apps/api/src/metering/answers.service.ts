import type { CapabilityTable } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import type { Environment } from '../env.js';
import { JsonAnswer } from '../http/json-answer.js';
import type { Scope } from '../http/scope.js';
import { CAPABILITY_TABLE, type Clock, CLOCK, ENVIRONMENT } from '../tokens.js';
import { presentMinute } from './answer-minute.js';
import { feedsBeside, type Numbers, readRevision } from './answer-revision.js';
import { KeptAnswers, type MadeAnswer } from './kept-answers.js';
import { SharedRuns } from '../shared-runs.js';
import { inConnection, inSnapshot } from './snapshot.js';

/** What is asked, by whom, and what the answer rests on. */
export interface Asked {
  /** The call, and everything of the question that its answer depends on, in one spelling; see `questionName`. */
  name: string;
  scope: Scope;
  numbers: Numbers;
}

/** Of all answers together. */
const MOST_BYTES = 8 * 1024 * 1024;

/**
 * Gives answers about facts: made once for all who ask the same at the same time, and given again as long as they would
 * be made the same.
 *
 * Nobody gets an answer that lacks what was committed before he asked, by whatever server: each request has the revision
 * of what its answer rests on read from Postgres after it came in. An answer carries the revision of the snapshot that it
 * was made from, and the minute, for states and ages depend on the time as well.
 */
@Injectable()
export class AnswersService {
  private readonly kept = new KeptAnswers(MOST_BYTES);
  private readonly making = new SharedRuns<MadeAnswer>();
  private readonly revisions = new SharedRuns<string>();
  private readonly beside = new Map<string, string[]>();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CAPABILITY_TABLE) private readonly table: CapabilityTable,
    @Inject(ENVIRONMENT) private readonly environment: Pick<Environment, 'answerCache'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The kept answer if it still holds, else the one that `read` makes.
   *
   * @param read inside a snapshot; what it throws is thrown here, and is not kept.
   */
  async answer(asked: Asked, read: (client: PoolClient) => Promise<unknown>): Promise<JsonAnswer> {
    if (!this.environment.answerCache) return JsonAnswer.of(await inSnapshot(this.dataSource, read));
    const name = JSON.stringify([asked.name, asked.scope]);
    const minute = presentMinute(this.clock);
    const known = this.kept.use(name) ?? this.making.underWay(name);
    if (known !== undefined) {
      // What another one's run fails of may have been before this one asked.
      const [[made], revision] = await Promise.all([Promise.allSettled([known]), this.revision(asked, minute)]);
      if (made.status === 'fulfilled' && made.value.revision === revision) return made.value.answer;
    }
    const { answer } = await this.making.begunFromNow(name, () => this.make({ ...asked, name, minute }, read));
    return answer;
  }

  private async make(
    asked: Asked & { minute: number },
    read: (client: PoolClient) => Promise<unknown>,
  ): Promise<MadeAnswer> {
    const made = await inSnapshot(this.dataSource, async (client) => {
      const revision = await readRevision(client, this.feedsBeside(asked.numbers), asked.scope);
      return { revision: revisionAt(asked.minute, revision), answer: JsonAnswer.of(await read(client)) };
    });
    this.kept.keep(asked.name, made);
    return made;
  }

  /** Shared by all who wait at the same moment, whatever they ask of the same feeds. */
  private async revision({ scope, numbers }: Asked, minute: number): Promise<string> {
    const name = JSON.stringify([scope.organizationIds, numbers]);
    const revision = await this.revisions.begunFromNow(name, () =>
      inConnection(this.dataSource, (client) => readRevision(client, this.feedsBeside(numbers), scope)),
    );
    return revisionAt(minute, revision);
  }

  private feedsBeside(numbers: Numbers): string[] {
    const name = JSON.stringify(numbers);
    const feeds = this.beside.get(name) ?? feedsBeside(this.table, numbers);
    this.beside.set(name, feeds);
    return feeds;
  }
}

const revisionAt = (minute: number, revision: string): string => `${minute} ${revision}`;
