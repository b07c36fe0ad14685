import {
  type CapabilityTable,
  type UsageAnswer,
  usageAnswer,
  usageCapabilities,
  type UsageOverview,
  usageOverview,
  usageOverviewQuery,
  type UsageOverviewQuery,
  usageFilters,
  usageQuery,
  type UsageQuery,
} from '@bursar/contract';
import type { ServerResponse } from 'node:http';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiJsonAnswer, sendAnswer } from '../http/json-answer.js';
import { notFound } from '../http/problem.js';
import { RequirePermission } from '../http/require-permission.js';
import { CallerScope, type Scope } from '../http/scope.js';
import { CAPABILITY_TABLE, type Clock, CLOCK } from '../tokens.js';
import { AnswersService } from './answers.service.js';
import { measureOf, refuseGroupings } from './answerable.js';
import { askedRange } from './asked-range.js';
import { ORGANIZATION } from './facts-sql.js';
import { questionName } from './question-name.js';
import { ReportStore } from './report.store.js';
import { type ReportQuestion, widthOf } from './report-shape.js';
import { UsageOverviewStore } from './usage-overview.store.js';

/** What is used, by capability, exactly as OpenAI counts it. */
@ApiTags('usage')
@Controller('api/v1/usage')
export class UsageController {
  constructor(
    @Inject(AnswersService) private readonly answers: AnswersService,
    @Inject(ReportStore) private readonly reports: ReportStore,
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
    const known = usageCapabilities(this.table);
    const capability = known.find(([one]) => one === name)?.[1];
    if (capability === undefined) {
      throw notFound(`There is no capability ${name}; there are ${known.map(([one]) => one).join(', ')}.`);
    }
    refuseGroupings(query.group_by ?? [], [ORGANIZATION, ...capability.dimensions]);
    const width = widthOf(query.bucket);
    const range = askedRange(query, this.clock.now().getTime(), width);
    const measure = query.measure ?? capability.headline;
    const question = { ...questionOf(query), capability: name, measure, range };
    const asked = { name: questionName('usage', question), scope, numbers: { capability: name, width } };
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
}

function questionOf(query: UsageQuery): Omit<ReportQuestion, 'capability' | 'measure' | 'range'> {
  return {
    bucket: query.bucket,
    groupBy: query.group_by ?? [],
    organizations: query.organization,
    filters: usageFilters(query),
    without: query.without ?? [],
    limit: query.limit,
  };
}
