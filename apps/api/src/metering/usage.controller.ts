import {
  type Capability,
  type CapabilityTable,
  type UsageAnswer,
  usageAnswer,
  usageCapabilities,
  type UsageOverview,
  usageOverview,
  usageOverviewQuery,
  type UsageOverviewQuery,
  usageExportQuery,
  type UsageExportQuery,
  usageFilters,
  usageQuery,
  type UsageQuery,
} from '@bursar/contract';
import type { ServerResponse } from 'node:http';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiCsvAnswer } from '../http/csv-answer.js';
import { ApiJsonAnswer, sendAnswer } from '../http/json-answer.js';
import { notFound } from '../http/problem.js';
import { RequirePermission } from '../http/require-permission.js';
import { CallerScope, type Scope } from '../http/scope.js';
import type { WebResponse } from '../http/web-request.js';
import { CAPABILITY_TABLE, type Clock, CLOCK } from '../tokens.js';
import { AnswersService } from './answers.service.js';
import { measureOf, refuseGroupings } from './answerable.js';
import { askedRange } from './asked-range.js';
import { ExportsService } from './exports.service.js';
import { ORGANIZATION } from './facts-sql.js';
import { questionName } from './question-name.js';
import { ReportStore } from './report.store.js';
import { type ReportQuestion, type WholeQuestion, widthOf } from './report-shape.js';
import { UsageOverviewStore } from './usage-overview.store.js';

/** What is used, by capability, exactly as OpenAI counts it. */
@ApiTags('usage')
@Controller('api/v1/usage')
export class UsageController {
  constructor(
    @Inject(AnswersService) private readonly answers: AnswersService,
    @Inject(ReportStore) private readonly reports: ReportStore,
    @Inject(ExportsService) private readonly exports: ExportsService,
    @Inject(UsageOverviewStore) private readonly overviews: UsageOverviewStore,
    @Inject(CAPABILITY_TABLE) private readonly table: CapabilityTable,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @RequirePermission('usage.read')
  @ApiOperation({
    summary: 'Every capability at a glance: headline, period before, shares, state and last activity',
    description: 'A range of UTC days; the previous period is as long and ends where the range starts.',
  })
  @ApiJsonAnswer(usageOverview)
  async overview(
    @Query({ schema: usageOverviewQuery }) query: UsageOverviewQuery,
    @CallerScope() scope: Scope,
    @Res() response: ServerResponse,
  ): Promise<void> {
    const range = askedRange(query, this.clock.now().getTime());
    const question = { range, organizations: query.organization, projects: query.project_id };
    // Days for the numbers; for the last activity any width.
    const asked = { name: questionName('usage', question), scope, numbers: {} };
    const answer = await this.answers.answer(asked, (client): Promise<UsageOverview> =>
      this.overviews.read(client, question, scope),
    );
    await sendAnswer(response, answer);
  }

  @Get(':capability')
  @RequirePermission('usage.read')
  @ApiOperation({
    summary: 'Usage of one capability by bucket and group, with how complete it is',
    description:
      'Days and wider buckets are read from days, hours from hours, minutes from minutes; none fills a gap of another. ' +
      'groups + other = total, exactly; a level (stored bytes) is the last value over time. A repeated filter means OR, ' +
      'different filters mean AND, and each `without` is a filter of its own.',
  })
  @ApiParam({ name: 'capability', description: "Spelt as in OpenAI's path, such as completions" })
  @ApiJsonAnswer(usageAnswer)
  async usage(
    @Param('capability') name: string,
    @Query({ schema: usageQuery }) query: UsageQuery,
    @CallerScope() scope: Scope,
    @Res() response: ServerResponse,
  ): Promise<void> {
    const { capability, ...whole } = this.questionOf(name, query);
    const measure = whole.measure ?? capability.headline;
    const question: ReportQuestion = { ...whole, capability: name, measure, limit: query.limit };
    const numbers = { capability: name, width: widthOf(query.bucket) };
    const asked = { name: questionName('usage', question), scope, numbers };
    const answer = await this.answers.answer(asked, async (client): Promise<UsageAnswer> => {
      const report = await this.reports.read(client, question, scope);
      const { unit, combine } = measureOf(capability, measure);
      return {
        range: report.range,
        capability: name,
        bucket: query.bucket,
        measure,
        unit,
        combine,
        group_by: query.group_by ?? [],
        total: report.total,
        buckets: report.buckets,
        points: report.points,
        groups: report.groups,
        other: report.other,
        completeness: report.completeness,
      };
    });
    await sendAnswer(response, answer);
  }

  @Get(':capability/export')
  @RequirePermission('usage.read')
  @ApiOperation({
    summary: 'Usage of one capability as a file: every group of every bucket',
    description:
      'The same question as the call above, without a limit: a row for each bucket and group in the order of both, with ' +
      'the state of the bucket, ids and names, and a column for the asked measure, or for each that adds up. An empty cell ' +
      'is not told; a bucket without rows is one row without a group: 0 where it is known, empty where it is not.',
  })
  @ApiParam({ name: 'capability', description: "Spelt as in OpenAI's path, such as completions" })
  @ApiCsvAnswer('period_start, period_end, state, each dimension, attribution, each measure; times are UTC')
  async export(
    @Param('capability') name: string,
    @Query({ schema: usageExportQuery }) query: UsageExportQuery,
    @CallerScope() scope: Scope,
    @Res() response: WebResponse,
  ): Promise<void> {
    await this.exports.send(response, { ...this.questionOf(name, query), capability: name }, scope);
  }

  /** @throws ProblemError 404 for an unknown capability, 400 naming what cannot be asked. */
  private questionOf(
    name: string,
    query: Omit<UsageQuery, 'limit'>,
  ): Omit<WholeQuestion, 'capability'> & { capability: Capability } {
    const known = usageCapabilities(this.table);
    const capability = known.find(([one]) => one === name)?.[1];
    if (capability === undefined) {
      throw notFound(`There is no capability ${name}; there are ${known.map(([one]) => one).join(', ')}.`);
    }
    refuseGroupings(query.group_by ?? [], [ORGANIZATION, ...capability.dimensions]);
    return {
      capability,
      measure: query.measure,
      range: askedRange(query, this.clock.now().getTime(), widthOf(query.bucket)),
      bucket: query.bucket,
      groupBy: query.group_by ?? [],
      organizations: query.organization,
      filters: usageFilters(query),
      without: query.without ?? [],
    };
  }
}
