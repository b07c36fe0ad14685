import { Inject, Injectable, Logger } from '@nestjs/common';
import { OpenAIAdminError } from '@bursar/openai-admin';
import type { SyncError } from '@bursar/contract';
import { DataSource } from 'typeorm';
import type { ConnectedOrganization } from '../organizations/connected-organization.js';
import { DisconnectedError } from '../organizations/conversation.js';
import { ConnectedOrganizations } from '../organizations/connected-organizations.service.js';
import { OrganizationsStore } from '../organizations/organizations.store.js';
import { AuditCollector } from './audit-collector.js';
import { ClaimsStore } from './claims.store.js';
import { DirectoryCollector } from './directory-collector.js';
import { FactsCollector } from './facts-collector.js';
import type { Feed } from './feeds.js';
import { FeedsStore } from './feeds.store.js';
import { FenceMovedError } from './fence.js';
import { Lease } from './lease.js';
import { type Consequence, consequenceOf, describeProblem } from './problems.js';
import { RereadCollector } from './reread-collector.js';
import type { Claim, Outcome, Run } from './run.js';

/** The server stops: what is under way is given back. */
export class StoppingError extends Error {
  override readonly name = 'StoppingError';

  constructor() {
    super('The server is stopping; what it was reading is read again by the next one.');
  }
}

/** Failures that another key may put right. */
const OF_THE_KEY: readonly SyncError['code'][] = ['credential_refused', 'missing_scope', 'other_organization'];

/** Does the work of one claim and decides what a failure means. */
@Injectable()
export class FeedRunner {
  private readonly logger = new Logger('Sync');
  /** Failures that concern more than one feed of an organization and were logged: each meets them, and again at every try. */
  private readonly told = new Set<string>();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ConnectedOrganizations) private readonly connected: ConnectedOrganizations,
    @Inject(OrganizationsStore) private readonly organizations: OrganizationsStore,
    @Inject(FeedsStore) private readonly feedsStore: FeedsStore,
    @Inject(ClaimsStore) private readonly claims: ClaimsStore,
    @Inject(FactsCollector) private readonly facts: FactsCollector,
    @Inject(DirectoryCollector) private readonly directory: DirectoryCollector,
    @Inject(AuditCollector) private readonly audit: AuditCollector,
    @Inject(RereadCollector) private readonly rereads: RereadCollector,
  ) {}

  /**
   * Reads what the claim is for. Never rejects: however it ends is in the feed's row and in the log.
   *
   * @param feeds the whole table, for a failure may concern more than this feed.
   * @param stopping aborted with a StoppingError when the server stops.
   */
  async work(
    { claim, organization }: { claim: Claim; organization: ConnectedOrganization },
    feeds: readonly Feed[],
    stopping: AbortSignal,
  ): Promise<void> {
    const feed = feeds.find(({ name }) => name === claim.feed);
    if (feed === undefined) throw new Error(`The feed ${claim.feed} was claimed, but is not in the table of feeds.`);
    const ending = new AbortController();
    const signal = AbortSignal.any([ending.signal, stopping, organization.ended]);
    const counts = { requests: 0, pages: 0, rows: 0 };
    const lease = new Lease(this.claims, claim, counts, (error) => this.onLeaseTrouble(claim, ending, error));
    const conversation = organization.converse({
      onRequest: () => (counts.requests += 1),
      onAnswer: () => lease.renew(),
    });
    const run: Run = {
      claim,
      feed,
      conversation,
      counts,
      signal,
      abort: (reason) => ending.abort(reason),
      now: () => organization.clock.now(),
      confirm: async () => this.goOn(claim, await conversation.confirm(signal)),
    };
    try {
      await this.finish(run, await this.measured(() => this.collect(run, feed, feeds)));
    } catch (error) {
      await this.settle(run, feeds, signal.aborted ? signal.reason : error).catch((unsettled: unknown) =>
        this.logger.error(`Could not note how the run of ${claim.feed} ended.`, stackOf(unsettled)),
      );
    } finally {
      await lease.end();
    }
  }

  /** Has runs that are under way take up what they were asked for since they began. */
  async lookAgain(): Promise<void> {
    await this.rereads.lookAgain();
  }

  private collect(run: Run, feed: Feed, feeds: readonly Feed[]): Promise<Outcome> {
    switch (feed.kind) {
      case 'facts':
        return this.facts.collect({ ...run, feed }, feeds);
      case 'directory':
        return feed.reads === 'lists'
          ? this.directory.collect({ ...run, feed }, feeds)
          : this.rereads.collect({ ...run, feed }, feeds);
      case 'audit':
        return this.audit.collect({ ...run, feed });
    }
  }

  private async measured(work: () => Promise<Outcome>): Promise<Outcome & { tookSeconds: number }> {
    const startedAt = performance.now();
    return { ...(await work()), tookSeconds: (performance.now() - startedAt) / 1000 };
  }

  private async finish(run: Run, outcome: Outcome & { tookSeconds: number }): Promise<void> {
    run.signal.throwIfAborted();
    const { claim, feed, counts } = run;
    // A round that takes longer than its period, because the pace is slow, leaves others as much time as it took.
    const periodSeconds =
      outcome.nextInSeconds ?? Math.max(outcome.periodSeconds ?? feed.periodSeconds, 2 * outcome.tookSeconds);
    if (outcome.problem !== undefined) {
      const problem = describeProblem(outcome.problem, run.now());
      this.logger.warn(`${feed.name}: ${problem.message}`);
      await this.claims.fail(claim, counts, problem, { reach: 'feed', state: 'retrying', after: periodSeconds });
      return;
    }
    await this.claims.succeed(run.claim, run.counts, { periodSeconds, hasBackfill: outcome.hasBackfill });
  }

  private async goOn({ organizationId }: Claim, hadBeenStopped: boolean): Promise<void> {
    if (!hadBeenStopped) return;
    for (const news of this.told) if (news.startsWith(`${organizationId} `)) this.told.delete(news);
    this.logger.log('OpenAI answers again; all feeds go on.');
    await this.feedsStore.wake(organizationId, ['stopped']);
  }

  private onLeaseTrouble(claim: Claim, ending: AbortController, error: unknown): void {
    if (error instanceof FenceMovedError) ending.abort(error);
    else this.logger.warn(`The lease of ${claim.feed} could not be renewed: ${String(error)}`);
  }

  private async settle(run: Run, feeds: readonly Feed[], error: unknown): Promise<void> {
    const { claim, counts } = run;
    if (error instanceof FenceMovedError) {
      this.logger.warn(error.message);
      return;
    }
    if (error instanceof StoppingError || error instanceof DisconnectedError) {
      await this.claims.giveBack(claim, counts);
      return;
    }
    const problem = describeProblem(error, run.now());
    if (await this.isOfAnOldKey(run, problem)) {
      await this.claims.giveBack(claim, counts);
      await this.feedsStore.makeDue(claim.organizationId, [claim.feed]);
      return;
    }
    const retryAfterMs = error instanceof OpenAIAdminError ? error.retryAfterMs : null;
    const isOptional = run.feed.kind === 'facts' && run.feed.isOptional;
    const consequence = consequenceOf(problem, { failures: claim.failures, retryAfterMs, isOptional }, Math.random());
    await this.claims.fail(claim, counts, problem, consequence);
    await this.spread(run, feeds, problem, consequence);
    if (problem.code === 'internal') this.logger.error(`${claim.feed}: ${problem.message}`, stackOf(error));
  }

  /** What OpenAI says of a key that was replaced meanwhile, here or on another server, does not count any more. */
  private async isOfAnOldKey({ conversation }: Run, { code }: SyncError): Promise<boolean> {
    if (!OF_THE_KEY.includes(code)) return false;
    await this.connected.look();
    return conversation.isOutdated();
  }

  /** Stops whoever else the failure concerns, and says so once. */
  private async spread(run: Run, feeds: readonly Feed[], error: SyncError, consequence: Consequence): Promise<void> {
    const { organizationId } = run.claim;
    if (consequence.reach === 'feed') {
      this.logger.warn(`${run.feed.name}: ${error.message}`);
      return;
    }
    const ofAll = consequence.reach === 'organization';
    const concerned = ofAll ? feeds : feeds.filter(({ scope }) => scope === run.feed.scope);
    await this.dataSource.transaction(async (manager) => {
      const names = concerned.map(({ name }) => name);
      await this.feedsStore.spread(manager, { organizationId, feeds: names, error, consequence });
      if (ofAll) await this.organizations.stop(manager, organizationId, error);
    });
    const news = `${organizationId} ${error.code} ${error.missing_scope}`;
    if (!this.told.has(news)) this.logger.error(error.message);
    this.told.add(news);
    if (ofAll) this.connected.of(organizationId)?.doubt();
    else await this.acknowledge(run);
  }

  /** A key without a permission is still a key of this organization. */
  private async acknowledge(run: Run): Promise<void> {
    try {
      await run.confirm();
    } catch (error) {
      this.logger.warn(`${run.feed.name}: which organization answered could not be found out: ${String(error)}`);
    }
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
