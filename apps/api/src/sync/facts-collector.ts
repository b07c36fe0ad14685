import { WIDTHS } from '@bursar/contract';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { isRefusedGrouping, type OpenAIAdminError, readBuckets, RowMemory } from '@bursar/openai-admin';
import { RereadsStore } from '../directory/rereads.store.js';
import { OpenRotationsStore } from '../rotations/open-rotations.store.js';
import { MeteringStore, type WindowWriter } from '../metering/metering.store.js';
import { isInUse, isPaused, isWatching, periodOf, wokenBy } from './activity.js';
import { ClaimsStore } from './claims.store.js';
import { CommitLane } from './commit-lane.js';
import { backfillProgress, pageSizeOf, planOf, priorityOf } from './facts-plan.js';
import { noteOddities, type Refusal } from './feed-memory.js';
import type { FactsFeed, Feed } from './feeds.js';
import { FeedsStore } from './feeds.store.js';
import { groupingsFor, refusalOf, refusedBorders, rememberRefusals } from './refusals.js';
import { Retention } from './retention.js';
import type { Claim, Outcome, Run } from './run.js';
import { ceilTo, earlier, type Span, splitAt } from './spans.js';
import { planBackfill } from './windows.js';

/** A window that was read to its end and waits to be stored. */
interface ReadWindow {
  writer: WindowWriter;
  /** OpenAI's time when its reading began: what it says is true for then. */
  readAt: Date;
}

/** Reads windows of numbers and stores each as a whole, the next ones being read and prepared while one is stored. */
@Injectable()
export class FactsCollector {
  private readonly logger = new Logger('Sync');
  /** By grouping, for as long as a claim lasts: its windows bring the same rows again and again. */
  private readonly rowMemories = new WeakMap<Claim, Map<string, RowMemory>>();

  constructor(
    @Inject(MeteringStore) private readonly metering: MeteringStore,
    @Inject(FeedsStore) private readonly feeds: FeedsStore,
    @Inject(ClaimsStore) private readonly claims: ClaimsStore,
    @Inject(RereadsStore) private readonly objects: RereadsStore,
    @Inject(Retention) private readonly retention: Retention,
    @Inject(OpenRotationsStore) private readonly rotations: OpenRotationsStore,
  ) {}

  /** @param feeds the whole table: others go on when a quiet capability is found to be used again. */
  async collect(run: Run<FactsFeed>, feeds: readonly Feed[]): Promise<Outcome> {
    // Which day it is says OpenAI, so it has to have answered once before there is a plan.
    await run.conversation.introduce(run.signal);
    const { claim, feed } = run;
    await this.lookAround(run);
    const periodSeconds = periodOf(feed, claim.memory);
    if (isPaused(feed, claim.memory) && !claim.byPerson) return { hasBackfill: false, periodSeconds };
    const plan = planOf(run);
    await this.readAll(run, plan.windows);
    claim.memory.rereads = { ...plan.marks };
    await this.askForUnknownIds(run);
    if (claim.purpose === 'live') await this.retention.tidy(run, feeds);
    const isUsed = await this.lookAround(run);
    if (isUsed) await this.feeds.wakeQuiet(claim.organizationId, wokenBy(feed, feeds));
    const coverage = await this.feeds.readCoverage(claim.organizationId, claim.feed);
    const hasBackfill = planBackfill(run.now().getTime(), coverage, feed.policy).length > 0;
    if (claim.purpose === 'backfill' && !hasBackfill) await this.metering.lookAgain(feed.policy.width);
    return { hasBackfill, periodSeconds: periodOf(feed, claim.memory) };
  }

  /**
   * Notes whether the feed may rest, where it ever does: nothing is used, and nobody waits to see a key fall silent.
   *
   * @returns whether the capability is used at present
   */
  private async lookAround({ claim, feed, now }: Run<FactsFeed>): Promise<boolean> {
    if (feed.quiet === null) return true;
    const day = await this.metering.lastActiveDay(claim.organizationId, feed.capabilityName);
    const isUsed = isInUse(day, now().getTime());
    const isWatched = !isUsed && isWatching(feed) && (await this.rotations.isAnyOpen(claim.organizationId));
    claim.memory.isQuiet = !isUsed && !isWatched;
    return isUsed;
  }

  /** Who costs money without being known was made a moment ago; what history names and no list held is gone. */
  private async askForUnknownIds({ claim, feed }: Run<FactsFeed>): Promise<void> {
    const { organizationId, memory, purpose } = claim;
    const { newest, unknown } = await this.metering.findUnknownIds({
      organizationId,
      capability: feed.capabilityName,
      after: memory.seriesSeen,
    });
    if (purpose === 'live') await this.objects.request(organizationId, unknown, 'unknown_id');
    memory.seriesSeen = newest;
  }

  private async readAll(run: Run<FactsFeed>, planned: readonly Span[]): Promise<void> {
    const waiting = [...planned];
    const lane = new CommitLane((reason) => run.abort(reason));
    const noteProgress = backfillProgress(run);
    try {
      for (let first = true; waiting.length > 0; first = false) {
        if (!first && (await this.hasToYield(run))) break;
        const [window] = waiting.splice(0, 1);
        if (window === undefined) break;
        const read = await this.readWindow(run, window);
        if (Array.isArray(read)) waiting.unshift(...read);
        else await this.handOver(lane, read, () => this.store(run, read, () => noteProgress(window)));
      }
    } catch (error) {
      // What was read completely before is good, whatever went wrong after it.
      await lane.settle();
      throw error;
    }
    await lane.drain();
  }

  /** Missing history makes room between two windows for what its own feed has to read by the schedule. */
  private async hasToYield({ claim }: Run<FactsFeed>): Promise<boolean> {
    return claim.purpose === 'backfill' && (await this.feeds.liveIsDue(claim.organizationId, claim.feed));
  }

  private async handOver(lane: CommitLane, { writer }: ReadWindow, commit: () => Promise<void>): Promise<void> {
    try {
      await lane.add({ prepare: () => writer.prepare(), commit, abandon: () => writer.abort() });
    } catch (error) {
      await writer.abort();
      throw error;
    }
  }

  private async store(run: Run<FactsFeed>, { writer, readAt }: ReadWindow, onStored: () => void): Promise<void> {
    try {
      await run.confirm();
      await writer.commit(readAt);
      onStored();
      await this.claims.remember(run.claim);
    } finally {
      await writer.abort();
    }
  }

  /**
   * Reads a window by the finest grouping that OpenAI takes.
   *
   * @returns its parts instead, newest first, where OpenAI named a day inside it before which it refuses the grouping.
   */
  private async readWindow(run: Run<FactsFeed>, window: Span): Promise<ReadWindow | Span[]> {
    const { memory } = run.claim;
    const fresh: Refusal[] = [];
    let refused: OpenAIAdminError | null = null;
    for (const groupBy of groupingsFor(run.feed, window, memory.refusals, run.now().getTime())) {
      try {
        const read = await this.readGrouped(run, window, groupBy);
        memory.refusals = rememberRefusals(memory.refusals, fresh);
        return read;
      } catch (error) {
        if (!isRefusedGrouping(error)) throw error;
        refused = error;
        const refusal = refusalOf(error, groupBy, window, run.now().getTime());
        const parts = splitAt(window, refusedBorders([refusal]));
        if (parts.length > 1) {
          memory.refusals = rememberRefusals(memory.refusals, [refusal]);
          return parts.toReversed();
        }
        fresh.push(refusal);
      }
    }
    // Refused whatever was asked for: then it was not the grouping, and nothing is to be remembered.
    throw refused ?? new Error(`The feed ${run.feed.name} has no grouping to read by.`);
  }

  private rowMemoryOf({ claim, feed }: Run<FactsFeed>, groupBy: readonly string[]): RowMemory {
    const ofClaim = this.rowMemories.get(claim) ?? new Map<string, RowMemory>();
    this.rowMemories.set(claim, ofClaim);
    const grouping = groupBy.join('+');
    const memory = ofClaim.get(grouping) ?? new RowMemory(feed.capability, groupBy);
    ofClaim.set(grouping, memory);
    return memory;
  }

  private async readGrouped(run: Run<FactsFeed>, window: Span, groupBy: readonly string[]): Promise<ReadWindow> {
    const { claim, feed, counts } = run;
    let readAt = run.now();
    const pageSize = pageSizeOf(run, groupBy);
    const target = {
      organizationId: claim.organizationId,
      capability: feed.capabilityName,
      width: feed.policy.width,
      start: new Date(window.start),
      end: new Date(window.end),
      groupBy,
    };
    const running = ceilTo(readAt.getTime(), WIDTHS[target.width].seconds * 1000);
    const { start, end } = await this.metering.wholeReading(target, new Date(Math.max(window.end, running)));
    const writer = await this.metering.openWindow({ ...target, start, end, feed: claim.feed, fence: claim.fence });
    try {
      for await (const event of readBuckets(run.conversation.client, {
        capability: feed.capability,
        width: feed.policy.width,
        startSeconds: start.getTime() / 1000,
        endSeconds: end.getTime() / 1000,
        groupBy,
        priority: priorityOf(run),
        signal: run.signal,
        pageSize,
        rowMemory: this.rowMemoryOf(run, groupBy),
      })) {
        // The server's clock may have been set since OpenAI answered last: then this answer says how late it was.
        readAt = earlier(readAt, run.now());
        if (event.kind === 'rows') {
          // Before the first of them: already the names in these rows are written down.
          await run.confirm();
          await writer.append(event.startSeconds, event.rows);
        }
        if (event.kind === 'restart') await writer.restart();
        if (event.kind === 'page') {
          counts.pages += 1;
          counts.rows += event.rows;
          const oddities = noteOddities(claim.memory, event, readAt.getTime());
          for (const text of [...oddities, ...event.warnings]) {
            this.logger.warn(`${feed.name}: ${text} (${event.requestId})`);
          }
        }
      }
      return { writer, readAt };
    } catch (error) {
      await writer.abort();
      throw error;
    }
  }
}
