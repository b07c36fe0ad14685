import { Inject, Injectable } from '@nestjs/common';
import { OpenAIAdminError, readDirectoryList } from '@bursar/openai-admin';
import { DirectoryStore, type ListToRead } from '../directory/directory.store.js';
import type { OfLists, ReadList } from '../directory/list-group.js';
import { isSingle } from '../directory/lists.js';
import { idsWithin } from '../directory/parents.js';
import { ClaimsStore } from './claims.store.js';
import { DirectoryLosses } from './directory-losses.js';
import { MOST_FAILURES, planTurn } from './directory-turn.js';
import type { DirectoryFeed, Feed } from './feeds.js';
import { FeedsStore } from './feeds.store.js';
import { ListLane } from './list-lane.js';
import { describeProblem } from './problems.js';
import type { Outcome, Run } from './run.js';

/** Lists that are read at the same time; the pace decides how many requests really are under way. */
const LISTS_AT_ONCE = 4;
/** A turn that has to wait for the pace makes room for other feeds after so long, and goes on in the next one. */
const LONGEST_TURN_MS = 60_000;

/** Reads lists of the directory whole; those of a round are stored a few at a time, while the next ones are read. */
@Injectable()
export class DirectoryCollector {
  constructor(
    @Inject(DirectoryStore) private readonly directory: DirectoryStore,
    @Inject(DirectoryLosses) private readonly losses: DirectoryLosses,
    @Inject(FeedsStore) private readonly feeds: FeedsStore,
    @Inject(ClaimsStore) private readonly claims: ClaimsStore,
  ) {}

  /** @param feeds all feeds: those that follow this one are due at once when it finds something new. */
  async collect(run: Run<DirectoryFeed>, feeds: readonly Feed[]): Promise<Outcome> {
    const { of } = run.feed;
    if (of !== 'organization') return this.collectOfParents(run, of, feeds);
    const list = await this.read(run, '');
    const { added } = await this.directory.replaceList({ ...writtenBy(run), ...list });
    if (added > 0) await this.wakeFollowers(run, feeds);
    failIfIncomplete(run, list);
    return { hasBackfill: false };
  }

  /** One turn of the round through all parents, or, where a person asked for it, the whole round. */
  private async collectOfParents(
    run: Run<DirectoryFeed>,
    of: Exclude<DirectoryFeed['of'], 'organization'>,
    feeds: readonly Feed[],
  ): Promise<Outcome> {
    const { claim, feed } = run;
    const all = await this.directory.listsToRead(claim.organizationId, { kind: feed.holds, of });
    const turn = planTurn(all, run.now().getTime(), feed.periodSeconds);
    const waiting = [...(claim.byPerson ? await this.wholeRound(run, all) : turn.lists)];
    // A turn without a request would call a feed well whose organization answers no more.
    if (waiting.length === 0) await run.confirm();
    const outcome = await this.readSome(run, waiting);
    if (outcome.added > 0) await this.wakeFollowers(run, feeds);
    if (outcome.failures.length > 0 && outcome.read === 0) throw outcome.failures[0];
    claim.memory.roundStartedAt = null;
    const nextInSeconds = waiting.length > 0 && outcome.failures.length === 0 ? 0 : turn.nextInSeconds;
    return {
      hasBackfill: false,
      ...(outcome.failures.length === 0
        ? { nextInSeconds }
        : { nextInSeconds: turn.turnSeconds, problem: outcome.failures[0] }),
    };
  }

  /** Every list that was not read since the round began: one that was cut off is gone on with. */
  private async wholeRound({ claim, now }: Run, all: readonly ListToRead[]): Promise<readonly ListToRead[]> {
    const since = (claim.memory.roundStartedAt ??= now().getTime());
    await this.claims.remember(claim);
    return all.filter(({ readAt }) => readAt === null || readAt.getTime() <= since);
  }

  /** Reads lists until none waits, too many failed or the turn is long enough; what is left stays in `waiting`. */
  private async readSome(
    run: Run<DirectoryFeed>,
    waiting: ListToRead[],
  ): Promise<{ read: number; added: number; failures: unknown[] }> {
    const outcome = { read: 0, added: 0, failures: [] as unknown[] };
    const endsAt = run.claim.byPerson ? Infinity : performance.now() + LONGEST_TURN_MS;
    const lane = new ListLane((lists) => this.directory.replaceLists({ ...writtenBy(run), lists }));
    const endings: Promise<void>[] = [];
    const fail = async (list: ListToRead, error: unknown): Promise<void> => {
      outcome.failures.push(error);
      if (concernsAll(error, list)) run.abort(error);
      else await this.noteFailure(run, list, error).catch((unwritten: unknown) => run.abort(unwritten));
    };
    const succeed = (added: number): void => {
      outcome.added += added;
      outcome.read += 1;
    };
    const work = async (): Promise<void> => {
      while (outcome.failures.length < MOST_FAILURES && performance.now() < endsAt) {
        const list = waiting.shift();
        if (list === undefined) return;
        try {
          const read = await this.readUnlessLost(run, list.parentId);
          if (read === null) succeed(0);
          else endings.push(whenStored(run, lane, read).then(succeed, (error: unknown) => fail(list, error)));
        } catch (error) {
          await fail(list, error);
        }
        await lane.room();
        run.signal.throwIfAborted();
      }
    };
    // It rejects when the run was aborted, and what was read completely before is good all the same.
    await Promise.allSettled(Array.from({ length: LISTS_AT_ONCE }, work));
    await lane.drain();
    await Promise.all(endings);
    run.signal.throwIfAborted();
    return outcome;
  }

  /** @returns null: what the list belongs to is archived or gone, and that is noted. */
  private async readUnlessLost(run: Run<DirectoryFeed>, parentId: string): Promise<ReadList | null> {
    const at = run.now();
    try {
      return await this.read(run, parentId);
    } catch (error) {
      await this.losses.explain(run, { kind: run.feed.holds, parentId, at }, error);
      return null;
    }
  }

  private async read(run: Run<DirectoryFeed>, parentId: string): Promise<ReadList> {
    const at = run.now();
    const { claim, feed, conversation, signal } = run;
    const list = await readDirectoryList(conversation.client, feed.list, idsWithin(parentId), {
      priority: claim.byPerson ? 'run-now' : 'directory',
      signal,
    });
    await run.confirm();
    run.counts.rows += list.items.length;
    return { parentId, ...list, at };
  }

  private async noteFailure({ claim, feed, now }: Run<DirectoryFeed>, list: ListToRead, error: unknown): Promise<void> {
    const { organizationId, fence } = claim;
    const { message } = describeProblem(error, now());
    await this.directory.noteFailure({
      organizationId,
      feed: claim.feed,
      fence,
      kind: feed.holds,
      parentId: list.parentId,
      at: now(),
      problem: message,
    });
  }

  private async wakeFollowers({ claim, feed }: Run<DirectoryFeed>, feeds: readonly Feed[]): Promise<void> {
    const followers = feeds.filter((one) => one.kind === 'directory' && one.after === feed.name);
    await this.feeds.makeDue(
      claim.organizationId,
      followers.map(({ name }) => name),
    );
  }
}

function writtenBy({ claim, feed }: Run<DirectoryFeed>): OfLists {
  const { organizationId, fence } = claim;
  return { organizationId, feed: claim.feed, fence, kind: feed.holds, isSingle: isSingle(feed.list) };
}

/** @returns how many objects are new. */
async function whenStored(run: Run, lane: ListLane, list: ReadList): Promise<number> {
  const { added } = await lane.add(list);
  failIfIncomplete(run, list);
  return added;
}

/** A list that broke off is stored as far as it went, and read again. */
function failIfIncomplete({ feed }: Run, { complete, problem }: ReadList): void {
  if (complete) return;
  throw new OpenAIAdminError('invalid_answer', { family: feed.family, detail: problem ?? 'the list is not complete' });
}

/** Failures that the next list would meet as well; a list that was never there is a feature that is switched off. */
function concernsAll(error: unknown, { readAt }: ListToRead): boolean {
  if (!(error instanceof OpenAIAdminError)) return true;
  if (error.code === 'not_found') return readAt === null;
  return ['credential_refused', 'missing_scope'].includes(error.code);
}
