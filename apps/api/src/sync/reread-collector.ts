import { Inject, Injectable } from '@nestjs/common';
import { OpenAIAdminError, readDirectoryList, readDirectoryObject } from '@bursar/openai-admin';
import { DirectoryStore } from '../directory/directory.store.js';
import { isSingle, listHolding } from '../directory/lists.js';
import { idsWithin } from '../directory/parents.js';
import { type DueReread, RereadsStore } from '../directory/rereads.store.js';
import { DirectoryLosses } from './directory-losses.js';
import type { Feed, RereadFeed } from './feeds.js';
import { FeedsStore } from './feeds.store.js';
import { RereadTurn } from './reread-turn.js';
import type { Outcome, Run } from './run.js';

/** So many of a kind are looked for at once. */
const BATCH = 100;
const MOST_FAILURES = 3;
const FIRST_RETRY_SECONDS = 15;
const LONGEST_RETRY_SECONDS = 1800;

/** Reads single objects again of which something new is known, before the rounds through their lists come to them. */
@Injectable()
export class RereadCollector {
  private readonly turns = new Set<RereadTurn>();

  constructor(
    @Inject(DirectoryStore) private readonly directory: DirectoryStore,
    @Inject(RereadsStore) private readonly rereads: RereadsStore,
    @Inject(DirectoryLosses) private readonly losses: DirectoryLosses,
    @Inject(FeedsStore) private readonly feeds: FeedsStore,
  ) {}

  /** @param feeds all feeds: those of what a new object has lists of are due at once. */
  async collect(run: Run<RereadFeed>, feeds: readonly Feed[]): Promise<Outcome> {
    const { organizationId } = run.claim;
    const failures: unknown[] = [];
    const turn = new RereadTurn({
      due: () => this.rereads.due(organizationId, BATCH),
      familyOf: (due) => `${nameOf(due)} ${due.id === '' ? 'whole' : 'one'}`,
      read: (due) => this.readOrPostpone(run, due, { feeds, failures }),
      goesOn: () => failures.length < MOST_FAILURES && !run.signal.aborted,
    });
    this.turns.add(turn);
    try {
      await turn.play();
    } finally {
      this.turns.delete(turn);
    }
    run.signal.throwIfAborted();
    // A turn without a request would call a feed well whose organization answers no more.
    if (run.counts.requests === 0) await run.confirm();
    const seconds = (await this.rereads.tidy(organizationId)) ?? run.feed.periodSeconds;
    return { hasBackfill: false, nextInSeconds: Math.min(seconds, run.feed.periodSeconds), problem: failures[0] };
  }

  /** Has the turns that are under way take up what was asked for since they began. */
  async lookAgain(): Promise<void> {
    await Promise.all([...this.turns].map((turn) => turn.lookAgain()));
  }

  private async readOrPostpone(
    run: Run<RereadFeed>,
    due: DueReread,
    { feeds, failures }: { feeds: readonly Feed[]; failures: unknown[] },
  ): Promise<void> {
    try {
      await this.readAgain(run, due, feeds);
    } catch (error) {
      failures.push(error);
      if (concernsAll(error)) run.abort(error);
      else await this.rereads.postpone(run.claim.organizationId, due, pauseAfter(due.failures));
    }
  }

  private async readAgain(run: Run<RereadFeed>, due: DueReread, feeds: readonly Feed[]): Promise<void> {
    const { kind, parentId, id } = due;
    const at = run.now();
    try {
      const isNew = await (id === '' ? this.readList(run, due) : this.readObject(run, due));
      const list = listHolding(kind, parentId);
      const followers = feeds.filter((feed) => feed.kind === 'directory' && feed.after !== null && feed.after === list);
      if (isNew)
        await this.feeds.makeDue(
          run.claim.organizationId,
          followers.map(({ name }) => name),
        );
    } catch (error) {
      await this.losses.explain(run, { kind, parentId, at }, error);
    }
    await this.rereads.settle(run.claim.organizationId, due);
  }

  /** @returns whether it is new. */
  private async readObject(run: Run<RereadFeed>, { kind, parentId, id }: DueReread): Promise<boolean> {
    const { organizationId, feed, fence } = run.claim;
    const place = { organizationId, feed, fence, kind, parentId, at: run.now() };
    const ids = [...idsWithin(parentId), id];
    try {
      const item = await readDirectoryObject(run.conversation.client, nameOf({ kind, parentId }), ids, optionsOf(run));
      await run.confirm();
      run.counts.rows += 1;
      return await this.directory.storeObject({ ...place, item });
    } catch (error) {
      // OpenAI answers for an archived project as well, and for the object itself with 404 in a project that exists.
      if (!(error instanceof OpenAIAdminError && error.code === 'not_found')) throw error;
      await run.confirm();
      await this.directory.markGone({ ...place, id });
      return false;
    }
  }

  private async readList(run: Run<RereadFeed>, { kind, parentId }: DueReread): Promise<boolean> {
    const { organizationId, feed, fence } = run.claim;
    const at = run.now();
    const name = nameOf({ kind, parentId });
    const list = await readDirectoryList(run.conversation.client, name, idsWithin(parentId), optionsOf(run));
    await run.confirm();
    run.counts.rows += list.items.length;
    const place = { organizationId, feed, fence, kind, parentId, at };
    const { added } = await this.directory.replaceList({ ...place, ...list, isSingle: isSingle(name) });
    return added > 0;
  }
}

function nameOf({ kind, parentId }: Pick<DueReread, 'kind' | 'parentId'>) {
  const name = listHolding(kind, parentId);
  if (name === undefined)
    throw new Error(`No list holds a ${kind} of ${parentId === '' ? 'the organization' : parentId}.`);
  return name;
}

/** Before the rounds through whole lists: somebody waits to see what has changed. */
function optionsOf({ signal }: Run) {
  return { priority: 'run-now', signal } as const;
}

function pauseAfter(failures: number): number {
  return Math.min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** Math.min(failures, 10));
}

/** Failures that the next object would meet as well. */
function concernsAll(error: unknown): boolean {
  return !(error instanceof OpenAIAdminError) || ['credential_refused', 'missing_scope'].includes(error.code);
}
