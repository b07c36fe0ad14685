import type { CapabilityTable } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import type { Environment } from '../env.js';
import type { Scope } from '../http/scope.js';
import type { Span } from '../sync/spans.js';
import { CAPABILITY_TABLE, type Clock, CLOCK, ENVIRONMENT } from '../tokens.js';
import { presentMinute } from './answer-minute.js';
import { type Export, openExport } from './export.js';
import type { Exploration } from './exploration.js';
import { KeptReadings } from './kept-readings.js';
import { readExploration, readReport, readSums, type SumsQuestion } from './report.js';
import type { ReportSurroundings } from './report-context.js';
import type { Report, ReportQuestion, WholeQuestion } from './report-shape.js';
import type { Sums } from './series-sums.js';
import { inSnapshot } from './snapshot.js';

/** Answers questions about what was metered. */
@Injectable()
export class ReportStore {
  private readonly kept = new KeptReadings();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CAPABILITY_TABLE) private readonly table: CapabilityTable,
    @Inject(ENVIRONMENT) private readonly environment: Pick<Environment, 'backfillMonths'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Sums, groups and completeness of the days of a range.
   *
   * Read from one snapshot: a window that is stored meanwhile is in it wholly or not at all.
   */
  async report(question: ReportQuestion, scope: Scope): Promise<Report> {
    return inSnapshot(this.dataSource, (client) => this.read(client, question, scope));
  }

  /** The same within the caller's snapshot. */
  async read(client: PoolClient, question: ReportQuestion, scope: Scope): Promise<Report> {
    return readReport(client, question, this.surroundings(scope));
  }

  /** A question as a file, within the caller's snapshot, which has to last until all is written. */
  async openExport(client: PoolClient, question: WholeQuestion, scope: Scope): Promise<Export> {
    return openExport(client, question, this.surroundings(scope));
  }

  /** What each value of a dimension amounts to over several ranges, all from one snapshot. */
  async sums(
    question: { capability: string; dimension: string; ranges: readonly Span[] },
    scope: Scope,
  ): Promise<Sums[]> {
    const { capability, dimension, ranges } = question;
    return inSnapshot(this.dataSource, async (client) => {
      const sums: Sums[] = [];
      for (const range of ranges) {
        const asked = { capability, dimension, range, filters: new Map(), without: [] };
        sums.push(await readSums(client, asked, this.surroundings(scope)));
      }
      return sums;
    });
  }

  /** Where the numbers of a question lie, for who adds them up in another way; within one snapshot. */
  async explored<T>(
    question: SumsQuestion,
    scope: Scope,
    read: (client: PoolClient, exploration: Exploration) => Promise<T>,
  ): Promise<T> {
    return inSnapshot(this.dataSource, async (client) =>
      read(client, await readExploration(client, question, this.surroundings(scope))),
    );
  }

  private surroundings(scope: Scope): ReportSurroundings {
    const now = presentMinute(this.clock);
    return { table: this.table, historyMonths: this.environment.backfillMonths, scope, now, kept: this.kept };
  }
}
