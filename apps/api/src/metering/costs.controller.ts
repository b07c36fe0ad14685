import {
  COST_DIMENSIONS,
  COST_SIDE_DIMENSIONS,
  COST_GROUPINGS,
  costsAnswer,
  type CostsAnswer,
  costsExportQuery,
  type CostsExportQuery,
  costsQuery,
  type CostsQuery,
} from '@bursar/contract';
import type { ServerResponse } from 'node:http';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiCsvAnswer } from '../http/csv-answer.js';
import { ApiJsonAnswer, sendAnswer } from '../http/json-answer.js';
import { RequirePermission } from '../http/require-permission.js';
import { CallerScope, type Scope } from '../http/scope.js';
import type { WebResponse } from '../http/web-request.js';
import { type Clock, CLOCK } from '../tokens.js';
import { refuseGroupings } from './answerable.js';
import { AnswersService } from './answers.service.js';
import { askedRange } from './asked-range.js';
import { ExportsService } from './exports.service.js';
import { questionName } from './question-name.js';
import { ReportStore } from './report.store.js';
import type { Report, ReportPoint, ReportQuestion, WholeQuestion } from './report-shape.js';

/** Billed costs, exactly as OpenAI bills them: by UTC day, in plain decimals. */
@ApiTags('costs')
@Controller('api/v1/costs')
export class CostsController {
  constructor(
    @Inject(AnswersService) private readonly answers: AnswersService,
    @Inject(ReportStore) private readonly reports: ReportStore,
    @Inject(ExportsService) private readonly exports: ExportsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @RequirePermission('costs.read')
  @ApiOperation({
    summary: 'Billed costs by bucket and group, with how complete they are',
    description:
      'A range of UTC days. groups + other = total, exactly. A repeated filter means OR, different filters mean AND, ' +
      'and each `without` is a filter of its own. Days that could not be read with a dimension that is filtered by are ' +
      'gaps of the answer.',
  })
  @ApiJsonAnswer(costsAnswer)
  async costs(
    @Query({ schema: costsQuery }) query: CostsQuery,
    @CallerScope() scope: Scope,
    @Res() response: ServerResponse,
  ): Promise<void> {
    const question: ReportQuestion = { ...this.questionOf(query), limit: query.limit };
    const asked = { name: questionName('costs', question), scope, numbers: { capability: CAPABILITY } };
    const answer = await this.answers.answer(asked, async (client) =>
      answerOf(query, await this.reports.read(client, question, scope)),
    );
    await sendAnswer(response, answer);
  }

  @Get('export')
  @RequirePermission('costs.read')
  @ApiOperation({
    summary: 'Billed costs as a file: every group of every bucket',
    description:
      'The same question as the call above, without a limit: a row for each bucket and group in the order of both, with ' +
      'the state of the bucket, ids and names, and the exact amount. Summed up, the rows are the total. A bucket without ' +
      'rows is one row without a group: 0 where it is known, no amount where it is not.',
  })
  @ApiCsvAnswer('period_start, period_end, state, each dimension, attribution, amount, currency; times are UTC')
  async export(
    @Query({ schema: costsExportQuery }) query: CostsExportQuery,
    @CallerScope() scope: Scope,
    @Res() response: WebResponse,
  ): Promise<void> {
    await this.exports.send(response, this.questionOf(query), scope);
  }

  /** @throws ProblemError 400 naming what cannot be asked. */
  private questionOf(query: CostsQuery | CostsExportQuery): WholeQuestion {
    refuseGroupings(query.group_by ?? [], COST_GROUPINGS);
    return questionOf(query, askedRange(query, this.clock.now().getTime()));
  }
}

const CAPABILITY = 'costs';

function answerOf(query: CostsQuery, report: Report): CostsAnswer {
  return {
    range: report.range,
    bucket: query.bucket,
    group_by: query.group_by ?? [],
    currency: report.currency ?? '',
    total: report.total,
    other_currencies: report.otherCurrencies,
    buckets: report.buckets,
    points: report.points.map(toPoint),
    groups: report.groups.map((group) => ({ ...group, points: group.points.map(toPoint) })),
    other: report.other === null ? null : { ...report.other, points: report.other.points.map(toPoint) },
    completeness: report.completeness,
  };
}

function questionOf(query: CostsQuery | CostsExportQuery, range: WholeQuestion['range']): WholeQuestion {
  const filters = [...COST_DIMENSIONS, ...COST_SIDE_DIMENSIONS].flatMap((dimension): [string, string[]][] => {
    const values = query[dimension];
    return values === undefined ? [] : [[dimension, values]];
  });
  return {
    capability: CAPABILITY,
    range,
    bucket: query.bucket,
    groupBy: query.group_by ?? [],
    organizations: query.organization,
    filters: new Map(filters),
    without: query.without ?? [],
    currency: query.currency,
  };
}

const toPoint = ({ start, value }: ReportPoint) => ({ start, amount: value });
