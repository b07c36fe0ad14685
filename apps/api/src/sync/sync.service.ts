import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { CapabilityTable } from '@bursar/contract';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import type { Environment } from '../env.js';
import type { ConnectedOrganization } from '../organizations/connected-organization.js';
import { ConnectedOrganizations } from '../organizations/connected-organizations.service.js';
import { CAPABILITY_TABLE, ENVIRONMENT } from '../tokens.js';
import { ClaimsStore } from './claims.store.js';
import { FeedRunner, StoppingError } from './feed-runner.js';
import { type Feed, feedsOf, keepingAudit } from './feeds.js';
import { FeedsStore } from './feeds.store.js';
import { roomFor, type Sort, SORTS, sortOf } from './lanes.js';
import type { Claim } from './run.js';
import { Turns } from './turns.js';

/** Names of the feeds of the directory that are collected. */
export const COLLECTED_LISTS = Symbol('COLLECTED_LISTS');

/** Claims feeds that are due and sets them to work, a few at a time. */
@Injectable()
export class SyncService implements BeforeApplicationShutdown {
  readonly feeds: readonly Feed[];
  private readonly logger = new Logger('Sync');
  /** Who holds the leases of this server, for people who look. */
  readonly owner = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  private readonly stopping = new AbortController();
  private readonly working = new Map<Promise<void>, Claim>();
  private readonly turns = new Turns();
  /** Those whose feeds have their rows. */
  private readonly prepared = new Map<ConnectedOrganization, Promise<void>>();
  private claiming: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(CAPABILITY_TABLE) table: CapabilityTable,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(ConnectedOrganizations) private readonly connected: ConnectedOrganizations,
    @Inject(FeedsStore) private readonly feedsStore: FeedsStore,
    @Inject(ClaimsStore) private readonly claims: ClaimsStore,
    @Inject(FeedRunner) private readonly runner: FeedRunner,
    @Inject(COLLECTED_LISTS) lists: readonly string[],
  ) {
    this.feeds = keepingAudit(feedsOf(table, environment.backfillMonths, lists), environment.auditMonths);
  }

  /**
   * Claims what is due, as far as there are lanes, and begins to read it; each run that ends makes room for the next.
   *
   * @returns how many runs were begun; their end is not waited for.
   */
  async startDue(): Promise<number> {
    const turn = this.claiming.then(() => this.claimDue());
    // Whoever asked is told of a failure; the next one to ask must not inherit it.
    this.claiming = turn.catch(() => undefined);
    return turn;
  }

  /** Works until nothing is due any more, for those who have no schedule. Nothing is under way when it ends, failed or not. */
  async runUntilIdle(): Promise<void> {
    try {
      for (let isIdle = false; !isIdle;) {
        await Promise.all(this.working.keys());
        const look = this.startDue();
        const looking = this.claiming;
        // A run that began and ended during this look has asked for another one, which may find more.
        isIdle = (await look) === 0 && this.working.size === 0 && this.claiming === looking;
      }
    } finally {
      await this.settled();
    }
  }

  /** Bursar's numbers of the organizations that are connected, oldest first, once their feeds have their rows. */
  async organizationIds(): Promise<number[]> {
    return (await this.organizations()).map(({ id }) => id);
  }

  /** Ends what is under way and gives it back, while the database is still there. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort(new StoppingError());
    await this.settled();
  }

  /** Waits for what is being claimed, for the work that comes of it, and for the look around that each ends with. */
  private async settled(): Promise<void> {
    await this.claiming;
    await Promise.all(this.working.keys());
    await this.claiming;
  }

  /** The organizations that are connected, oldest first, once their feeds have their rows. */
  async organizations(): Promise<readonly ConnectedOrganization[]> {
    await this.connected.look();
    const organizations = this.connected.all();
    for (const known of this.prepared.keys()) if (!organizations.includes(known)) this.prepared.delete(known);
    await Promise.all(organizations.map((organization) => this.makeReady(organization)));
    return organizations;
  }

  private makeReady(organization: ConnectedOrganization): Promise<void> {
    const under = this.prepared.get(organization);
    if (under !== undefined) return under;
    const begun = this.prepare(organization).catch((error: unknown) => {
      this.prepared.delete(organization);
      throw error;
    });
    this.prepared.set(organization, begun);
    return begun;
  }

  private async prepare({ id }: ConnectedOrganization): Promise<void> {
    await this.feedsStore.ensure(id, this.feeds);
    // The embedded database has one user: a lease in it was left behind by a server that was killed.
    if (this.environment.databaseUrl === null) await this.feedsStore.releaseAll(id, this.owner);
    // This server may have been started with a better key than the last one.
    await this.feedsStore.wake(id, ['stopped', 'disabled']);
  }

  private async claimDue(): Promise<number> {
    if (this.stopping.signal.aborted) return 0;
    const organizations = await this.organizations();
    if (organizations.length === 0) return 0;
    await this.runner.lookAgain();
    let begun = 0;
    for (const sort of SORTS) {
      // Whoever has nothing to do is not asked again before the next look.
      let waiting = organizations;
      while (!this.stopping.signal.aborted && waiting.length > 0) {
        const [next] = this.turns.inTurn(waiting, turnOf(sort));
        if (next === undefined || !(await this.claimOf(next, sort))) {
          waiting = waiting.filter((organization) => organization !== next);
        } else {
          this.turns.had(turnOf(sort)(next));
          begun += 1;
        }
      }
    }
    return begun;
  }

  /** @returns whether there was room, and something to do. */
  private async claimOf(organization: ConnectedOrganization, sort: Sort): Promise<boolean> {
    const { id: organizationId } = organization;
    const feeds = this.feeds.filter((feed) => sortOf(feed) === sort);
    const organizations = this.connected.all().length;
    const { isFree, allowBackfill } = roomFor(organizationId, sort, { working: this.workingOn(feeds), organizations });
    if (!isFree || organization.ended.aborted) return false;
    const claim = await this.claims.claim({
      organizationId,
      // A list that is due all the time must not keep the others waiting.
      feeds: sort === 'lists' ? this.turns.inTurn(feeds, ({ name }) => `${organizationId} ${name}`) : feeds,
      owner: this.owner,
      allowBackfill,
      stopping: this.stopping.signal,
    });
    if (claim !== null) this.begin(claim, organization);
    return claim !== null;
  }

  private workingOn(feeds: readonly Feed[]): Claim[] {
    const names = new Set(feeds.map(({ name }) => name));
    return [...this.working.values()].filter(({ feed }) => names.has(feed));
  }

  private begin(claim: Claim, organization: ConnectedOrganization): void {
    this.turns.had(`${claim.organizationId} ${claim.feed}`);
    const work = this.runner.work({ claim, organization }, this.feeds, this.stopping.signal).finally(() => {
      this.working.delete(work);
      if (this.stopping.signal.aborted) return;
      this.startDue().catch((error: unknown) =>
        this.logger.error(`Could not look for feeds that are due: ${String(error)}`),
      );
    });
    this.working.set(work, claim);
  }
}

const turnOf =
  (sort: Sort) =>
  ({ id }: ConnectedOrganization): string =>
    `${sort} of ${id}`;
