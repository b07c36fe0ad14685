import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { CapabilityTable } from '@bursar/contract';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import type { Environment } from '../env.js';
import { ConnectedOrganization } from '../organizations/connected-organization.service.js';
import { CAPABILITY_TABLE, ENVIRONMENT } from '../tokens.js';
import { ClaimsStore } from './claims.store.js';
import { FeedRunner, StoppingError } from './feed-runner.js';
import { type Feed, feedsOf } from './feeds.js';
import { FeedsStore } from './feeds.store.js';
import type { Claim } from './run.js';

/** What feeds wait for together. */
type Lanes = 'news' | 'numbers' | 'lists';

/**
 * How many feeds of each sort this server works on at the same time, and how many of these may be reading history.
 *
 * Whoever waits for the pace keeps a lane for minutes. So that numbers never wait for lists, and what the audit log
 * tells waits for neither, each has lanes of its own; news are three feeds: two logs, and the objects that they tell of.
 * Two histories of numbers are read beside each other, for OpenAI limits each endpoint on its own and most of them bring
 * little but waiting. Not more: the first one fills partitions before they have an index, which takes large ones a fifth
 * of the time, and a third and small one would make them before it. Three lanes are left to what is due. Each feed of
 * numbers holds up to three connections: some of the pool have to be left, or those who hold one would wait for another.
 */
const LANES: Readonly<Record<Lanes, { all: number; history: number }>> = {
  news: { all: 3, history: 1 },
  numbers: { all: 5, history: 2 },
  lists: { all: 8, history: 1 },
};
const SORTS = ['news', 'numbers', 'lists'] as const satisfies readonly Lanes[];

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
  /** Names of feeds, the last one begun at the end. */
  private begunInOrder: string[] = [];
  private ready: Promise<number> | null = null;
  private claiming: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(CAPABILITY_TABLE) table: CapabilityTable,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(ConnectedOrganization) private readonly organization: ConnectedOrganization,
    @Inject(FeedsStore) private readonly feedsStore: FeedsStore,
    @Inject(ClaimsStore) private readonly claims: ClaimsStore,
    @Inject(FeedRunner) private readonly runner: FeedRunner,
    @Inject(COLLECTED_LISTS) lists: readonly string[],
  ) {
    this.feeds = feedsOf(table, environment.backfillMonths, lists);
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

  /** Bursar's number of the connected organization, once its feeds have their rows; null without an admin key. */
  async organizationId(): Promise<number | null> {
    if (!this.organization.isConnected) return null;
    this.ready ??= this.prepare().catch((error: unknown) => {
      this.ready = null;
      throw error;
    });
    return this.ready;
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

  private async prepare(): Promise<number> {
    const id = await this.organization.id();
    await this.feedsStore.ensure(id, this.feeds);
    // The embedded database has one user: a lease in it was left behind by a server that was killed.
    if (this.environment.databaseUrl === null) await this.feedsStore.releaseAll(id);
    // This server may have been started with a better key than the last one.
    await this.feedsStore.wake(id, ['stopped', 'disabled']);
    return id;
  }

  private async claimDue(): Promise<number> {
    if (this.stopping.signal.aborted) return 0;
    const organizationId = await this.organizationId();
    if (organizationId === null) return 0;
    await this.runner.lookAgain();
    let begun = 0;
    for (const lanes of SORTS) {
      const feeds = this.feeds.filter((feed) => lanesOf(feed) === lanes);
      const { all, history } = LANES[lanes];
      while (!this.stopping.signal.aborted && this.workingOn(feeds).length < all) {
        const allowBackfill = this.workingOn(feeds).filter(({ purpose }) => purpose === 'backfill').length < history;
        const claim = await this.claims.claim({
          organizationId,
          feeds: lanes === 'lists' ? this.inTurn(feeds) : feeds,
          owner: this.owner,
          allowBackfill,
          stopping: this.stopping.signal,
        });
        if (claim === null) break;
        this.begin(claim);
        begun += 1;
      }
    }
    return begun;
  }

  private workingOn(feeds: readonly Feed[]): Claim[] {
    const names = new Set(feeds.map(({ name }) => name));
    return [...this.working.values()].filter(({ feed }) => names.has(feed));
  }

  /** Those that were begun longest ago first: a list that is due all the time must not keep the others waiting. */
  private inTurn(feeds: readonly Feed[]): Feed[] {
    const order = (feed: Feed): number => this.begunInOrder.lastIndexOf(feed.name);
    return feeds.toSorted((a, b) => order(a) - order(b));
  }

  private begin(claim: Claim): void {
    this.begunInOrder = [...this.begunInOrder.filter((name) => name !== claim.feed), claim.feed];
    const work = this.runner.work(claim, this.feeds, this.stopping.signal).finally(() => {
      this.working.delete(work);
      if (this.stopping.signal.aborted) return;
      this.startDue().catch((error: unknown) =>
        this.logger.error(`Could not look for feeds that are due: ${String(error)}`),
      );
    });
    this.working.set(work, claim);
  }
}

function lanesOf(feed: Feed): Lanes {
  if (feed.kind === 'facts') return 'numbers';
  return feed.kind === 'directory' && feed.reads === 'lists' ? 'lists' : 'news';
}
