import { Inject, Injectable } from '@nestjs/common';
import { PRIORITIES, rateAfterRefusal, requestsAtOnce, type SlotAnswer, type SlotBook } from '@bursar/openai-admin';
import { DataSource, type EntityManager } from 'typeorm';
import { queryPrepared } from '../database/prepared.js';
import type { Scope } from '../http/scope.js';
import { LOCK_PAGE, OPEN_PAGE, type PageRow, RESERVE, REST, SLOW_DOWN, type SlotRow } from './pace-statements.js';

/** The rate that OpenAI has held for one family of requests of one organization. */
export interface PaceRow {
  organizationId: number;
  family: string;
  /** null: never refused. */
  perMinute: number | null;
}

/**
 * The paces that replicas share: a row for each organization and endpoint family.
 *
 * A slot is taken by one statement when it is due and never before, so that whoever is killed between taking and
 * sending loses one slot and nothing else, and so that a refusal that one replica meets holds for the others at once.
 */
@Injectable()
export class PacesStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** The book of one organization's requests. Its times are the database's. */
  book(organizationId: number): SlotBook {
    return {
      reserveSlot: async (family, priority) => {
        const urgency = PRIORITIES.indexOf(priority);
        for (;;) {
          const [row] = await queryPrepared<SlotRow>(this.dataSource, RESERVE, [organizationId, family, urgency]);
          if (row !== undefined) return answerOf(row);
          await this.dataSource.query(OPEN_PAGE, [organizationId, family]);
        }
      },
      refused: (family, refusal) =>
        this.dataSource.transaction((manager) => noteRefusal(manager, [organizationId, family], refusal)),
      ratePerMinute: async (family) => {
        const rows = await this.rates({ organizationIds: [organizationId], projectIds: 'all' });
        return rows.find((row) => row.family === family)?.perMinute ?? null;
      },
    };
  }

  /** What was learnt so far, of every organization in scope, in no order. */
  async rates({ organizationIds }: Scope): Promise<PaceRow[]> {
    return this.dataSource.query(
      `SELECT organization_id AS "organizationId", family, per_minute AS "perMinute" FROM paces
        WHERE $1::integer[] IS NULL OR organization_id = ANY ($1::integer[])`,
      [organizationIds === 'all' ? null : organizationIds],
    );
  }
}

function answerOf({ granted, number, waitMs, perMinute, startedLastMinute }: SlotRow): SlotAnswer {
  if (!granted) return { granted, waitMs };
  const atOnce = requestsAtOnce({ perMinute, held: null, since: 0 }, startedLastMinute);
  return { granted, number: Number(number), atOnce };
}

async function noteRefusal(
  manager: EntityManager,
  page: [organizationId: number, family: string],
  { number, coolDownMs }: { number: number; coolDownMs: number },
): Promise<void> {
  const [row]: PageRow[] = await manager.query(LOCK_PAGE, [...page, number]);
  // Only a restored backup takes a row away; then the refusal is learnt anew.
  if (row === undefined) return;
  await manager.query(REST, [...page, coolDownMs]);
  if (!row.isNews) return;
  const { perMinute, held, startedLastMinute } = row;
  const slower = rateAfterRefusal({ perMinute, held, since: 0 }, startedLastMinute, 0);
  await manager.query(SLOW_DOWN, [...page, slower.perMinute, slower.held]);
}
