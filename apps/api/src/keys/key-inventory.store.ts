import type { KeyInventoryItem, KeyInventorySummary } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { readCursor, writeCursor } from '../directory/cursor.js';
import type { Bind } from '../directory/list-query.js';
import { invalidRequest, notFound } from '../http/problem.js';
import { KeyTrafficStore } from '../metering/key-traffic.store.js';
import { inSnapshot } from '../metering/snapshot.js';
import { SpendStore } from '../metering/spend.store.js';
import { type Clock, CLOCK } from '../tokens.js';
import type { Audience } from './audience.js';
import { type InventoryFilters, inventorySort } from './inventory-filters.js';
import type { InventorySources } from './inventory-rows.js';
import { type InventoryPage, type PageQuestion, type PageRow, pageStatement } from './inventory-page.js';
import { itemOf, summaryOf } from './inventory-answer.js';
import { KeyOriginsStore } from './key-origins.store.js';
import { KeyPoliciesStore } from './key-policies.store.js';
import { readListsRead } from './lists-read.js';

export interface InventoryQuestion extends InventoryFilters {
  limit: number;
  cursor?: string | undefined;
  sort: string;
}

export interface InventoryAnswer {
  data: KeyInventoryItem[];
  next_cursor: string | null;
  summary: KeyInventorySummary;
}

/** Which key is meant. */
export interface AskedKey {
  id: string;
  /** null: an admin key; absent: whichever has the id. */
  projectId: string | null | undefined;
  organization: string[] | undefined;
}

/** Where a key stands, as tables of keys name it. */
export interface KeyPlace {
  organizationNumber: number;
  /** null: an admin key. */
  projectId: string | null;
  id: string;
}

export interface FoundKey {
  place: KeyPlace;
  item: KeyInventoryItem;
}

/** Keys of one id; there should be one. */
const MOST_ALIKE = 10;

/** Reads all keys of projects and organizations with what asks for attention. */
@Injectable()
export class KeyInventoryStore {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SpendStore) private readonly spends: SpendStore,
    @Inject(KeyTrafficStore) private readonly traffics: KeyTrafficStore,
    @Inject(KeyPoliciesStore) private readonly policies: KeyPoliciesStore,
    @Inject(KeyOriginsStore) private readonly origins: KeyOriginsStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * One page, at most `limit` rows, with what all pages together hold.
   *
   * Costs and requests are added up once for all pages of all callers of a scope, until a day of them is read anew.
   *
   * @throws ProblemError 400 when the cursor is not one of this list in this sort.
   */
  async page(question: InventoryQuestion, audience: Audience): Promise<InventoryAnswer> {
    const { shown, next_cursor, items, summary } = await this.read(question, audience);
    return { data: shown.map(items), next_cursor, summary };
  }

  /** All that the filters leave, a page at a time; what comes or goes meanwhile neither repeats nor hides another row. */
  async *batches(question: Omit<InventoryQuestion, 'cursor'>, audience: Audience): AsyncGenerator<KeyInventoryItem[]> {
    let cursor: string | null = null;
    do {
      const page: InventoryAnswer = await this.page({ ...question, ...(cursor !== null && { cursor }) }, audience);
      yield page.data;
      cursor = page.next_cursor;
    } while (cursor !== null);
  }

  /**
   * One key, also one that is gone.
   *
   * @throws ProblemError 404 where the caller sees none of that id; 400 where they see several.
   */
  async one(asked: AskedKey, audience: Audience): Promise<FoundKey> {
    const { id, projectId, organization } = asked;
    const question = { limit: MOST_ALIKE, sort: 'name', id: [id], organization, include_gone: true };
    const { shown, items } = await this.read(question, audience);
    const fitting = shown.filter((row) => projectId === undefined || row.project_id === projectId);
    const listed = fitting.filter(({ gone_at }) => gone_at === null);
    const [found, another] = listed.length > 0 ? listed : fitting;
    if (found === undefined) throw notFound(`No key ${id} was ever listed by OpenAI${inProject(projectId)}.`);
    if (another !== undefined) {
      throw invalidRequest({ parameter: 'project_id', message: `is needed: there are several keys ${id}` });
    }
    const place = { organizationNumber: found.organization_id, projectId: found.project_id, id };
    return { place, item: items(found) };
  }

  private async read(question: InventoryQuestion, { scope, seesAuditLog }: Audience) {
    const { limit, cursor, sort: sortedBy, ...filters } = question;
    const sort = inventorySort(sortedBy);
    const position = cursor === undefined ? null : readCursor(cursor, sortedBy, sort.type);
    const [spend, traffic, policies] = await Promise.all([
      this.spends.spendBy('api_key_id', scope),
      this.traffics.lately(scope),
      this.policies.policies(filters.organization, scope),
    ]);
    const now = this.clock.now();
    const sources = { now, scope, policies, spend, traffic, includeGone: filters.include_gone === true };
    const { read, lists } = await this.ask(sources, { filters, sort, cursor: position, limit: limit + 1 });
    const shown = read.page.slice(0, limit);
    const last = read.page.length > limit ? shown.at(-1) : undefined;
    const origins = seesAuditLog ? await this.origins.of(shown, scope) : null;
    return {
      shown,
      items: (row: PageRow) => itemOf(row, { spend, traffic, origins }),
      next_cursor: last === undefined ? null : cursorBehind(last, sortedBy),
      summary: summaryOf(read, { spend, policies, lists }),
    };
  }

  private async ask(sources: InventorySources, question: PageQuestion) {
    return inSnapshot(this.dataSource, async (client) => {
      const parameters: unknown[] = [];
      const bind: Bind = (value) => `$${parameters.push(value)}`;
      const statement = pageStatement(sources, question, bind);
      // All keys are wanted, so that all are hashed. Before Postgres has counted the rows that a first sync brought, it
      // thinks that there is one of each, and would compare each key with each member.
      await client.query('SET LOCAL enable_mergejoin = off; SET LOCAL enable_nestloop = off');
      const { rows } = await client.query<InventoryPage>(statement, parameters);
      const [read] = rows;
      if (read === undefined) throw new Error('Postgres answered a page of keys with no row.');
      return { read, lists: await readListsRead(client, sources) };
    });
  }
}

function inProject(projectId: string | null | undefined): string {
  if (projectId === undefined) return '';
  return projectId === null ? ' among the admin keys' : ` in the project ${projectId}`;
}

function cursorBehind({ sort_value: value, id, parent_id, organization_id }: PageRow, sort: string): string {
  return writeCursor({ sort, value, id, parentId: parent_id, organizationId: organization_id });
}
