import type { ActivityFacetsAnswer, ActivityOutcome } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type ActivityFilters, conditionsOf, FROM, instant, OUTCOME, PERSON } from './activity-filters.js';

const MOST_PEOPLE = 100;

interface CountedOutcome {
  outcome: ActivityOutcome;
  count: number;
}

/** Counts what the trail holds. */
@Injectable()
export class ActivityFacetsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** How much the filters leave, and what there is to filter by. */
  async facets(filters: ActivityFilters): Promise<ActivityFacetsAnswer> {
    const [matching, outcomes, what, people] = await Promise.all([
      this.counted<CountedOutcome & { first_at: string }>(
        filters,
        `${OUTCOME} AS outcome, ${instant('min(t.at)')} AS first_at`,
      ),
      this.counted<CountedOutcome>({ ...filters, outcome: undefined }, `${OUTCOME} AS outcome`),
      this.counted<{ what: string; count: number }>({ ...filters, what: undefined }, 't.what'),
      this.people({ ...filters, person: undefined }),
    ]);
    return { matching: matchingOf(matching), outcomes, what, people };
  }

  /** @param columns the first of them is counted by */
  private async counted<Row>(filters: ActivityFilters, columns: string): Promise<Row[]> {
    const { where, parameters } = whereOf(filters);
    return this.dataSource.query(
      `SELECT ${columns}, count(*)::integer AS count ${FROM} ${where} GROUP BY 1 ORDER BY count DESC, 1`,
      parameters,
    );
  }

  /** By the names that they have now: those of their rows are what they were called then. */
  private async people(filters: ActivityFilters): Promise<ActivityFacetsAnswer['people']> {
    const { where, parameters } = whereOf(filters);
    return this.dataSource.query(
      `WITH counted AS (
         SELECT ${PERSON} AS id, count(*)::integer AS count ${FROM} ${where} AND ${PERSON} IS NOT NULL GROUP BY 1
       )
       SELECT counted.id::text AS person_id, p.name, counted.count
         FROM counted LEFT JOIN people p ON p.id = counted.id ORDER BY counted.count DESC, counted.id LIMIT ${MOST_PEOPLE}`,
      parameters,
    );
  }
}

function whereOf(filters: ActivityFilters): { where: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const conditions = conditionsOf(filters, (value) => `$${parameters.push(value)}`);
  return { where: `WHERE ${conditions.join(' AND ')}`, parameters };
}

function matchingOf(counted: readonly (CountedOutcome & { first_at: string })[]): ActivityFacetsAnswer['matching'] {
  const countOf = (outcome: ActivityOutcome): number => counted.find((each) => each.outcome === outcome)?.count ?? 0;
  return {
    count: counted.reduce((sum, { count }) => sum + count, 0),
    first_at: counted.map(({ first_at }) => first_at).toSorted()[0] ?? null,
    outcomes: {
      succeeded: countOf('succeeded'),
      refused: countOf('refused'),
      failed: countOf('failed'),
      unknown: countOf('unknown'),
    },
  };
}
