import type { CapabilityTable } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Environment } from '../env.js';
import type { Scope } from '../http/scope.js';
import { CAPABILITY_TABLE, type Clock, CLOCK, ENVIRONMENT } from '../tokens.js';
import { readReport } from './report.js';
import type { Report, ReportQuestion } from './report-shape.js';
import { inSnapshot } from './snapshot.js';

/** Answers questions about what was metered. */
@Injectable()
export class ReportStore {
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
    const now = this.clock.now().getTime();
    const surroundings = { table: this.table, historyMonths: this.environment.backfillMonths, scope, now };
    return inSnapshot(this.dataSource, (client) => readReport(client, question, surroundings));
  }
}
