import { Inject, Injectable } from '@nestjs/common';
import {
  isArchivedProject,
  OpenAIAdminError,
  readProject,
  readProjectApiKeys,
  readProjects,
} from '@bursar/openai-admin';
import { DirectoryStore, type ProjectToRead } from '../directory/directory.store.js';
import { ClaimsStore } from './claims.store.js';
import type { DirectoryFeed, Feed } from './feeds.js';
import { FeedsStore } from './feeds.store.js';
import type { Outcome, Run } from './run.js';

/** Lists that are read at the same time; the pace decides how many requests really are under way. */
const LISTS_AT_ONCE = 4;
/** Failures in one round after which OpenAI is left alone for a while. */
const MOST_FAILURES = 3;

/** Of one list: its parent, '' for the organization's own. */
interface ReadList {
  items: readonly Record<string, unknown>[];
  complete: boolean;
  problem: string | null;
}

/** Reads lists of the directory whole and hands each to the store as soon as it is there. */
@Injectable()
export class DirectoryCollector {
  constructor(
    @Inject(DirectoryStore) private readonly directory: DirectoryStore,
    @Inject(FeedsStore) private readonly feeds: FeedsStore,
    @Inject(ClaimsStore) private readonly claims: ClaimsStore,
  ) {}

  /** @param feeds all feeds: those that follow this one are due at once when it finds something new. */
  async collect(run: Run<DirectoryFeed>, feeds: readonly Feed[]): Promise<Outcome> {
    if (run.feed.list === 'project') await this.readProjects(run, feeds);
    else await this.readKeysOfProjects(run);
    return { hasBackfill: false };
  }

  private async readProjects(run: Run<DirectoryFeed>, feeds: readonly Feed[]): Promise<void> {
    const at = run.now();
    const { client } = run.conversation;
    const list = await readProjects(client, { priority: priorityOf(run), signal: run.signal });
    const { added } = await this.store(run, '', list, at);
    const followers = feeds.filter((feed) => feed.kind === 'directory' && feed.after === run.feed.name);
    if (added > 0)
      await this.feeds.makeDue(
        run.claim.organizationId,
        followers.map(({ name }) => name),
      );
    failIfIncomplete(run, list);
  }

  /**
   * One round through the projects, the one that waited longest first. A round that fails or is cut off is gone on
   * with by the next run: a list that was read since the round began is not read again.
   */
  private async readKeysOfProjects(run: Run<DirectoryFeed>): Promise<void> {
    const { memory, organizationId } = run.claim;
    const since = beginRound(run);
    await this.claims.remember(run.claim);
    const projects = await this.directory.projectsToRead(organizationId, run.feed.list);
    const waiting = projects.filter(({ readAt }) => readAt === null || readAt.getTime() <= since);
    const failures: unknown[] = [];
    const work = async (): Promise<void> => {
      for (let project = waiting.shift(); project !== undefined; project = waiting.shift()) {
        if (failures.length >= MOST_FAILURES) return;
        await this.readKeys(run, project).catch((error: unknown) => {
          if (concernsAll(error)) run.abort(error);
          failures.push(error);
        });
        run.signal.throwIfAborted();
      }
    };
    await Promise.all(Array.from({ length: LISTS_AT_ONCE }, work));
    if (failures.length > 0) throw failures[0];
    memory.roundStartedAt = null;
  }

  private async readKeys(run: Run<DirectoryFeed>, project: ProjectToRead): Promise<void> {
    const at = run.now();
    const { organizationId, feed, fence } = run.claim;
    const options = { priority: priorityOf(run), signal: run.signal };
    try {
      const list = await readProjectApiKeys(run.conversation.client, project.id, options);
      await this.store(run, project.id, list, at);
      failIfIncomplete(run, list);
    } catch (error) {
      if (isArchivedProject(error)) {
        await run.confirm();
        await this.directory.markArchivedWith({
          organizationId,
          feed,
          fence,
          kind: run.feed.list,
          projectId: project.id,
          at,
        });
      } else if (error instanceof OpenAIAdminError && error.code === 'not_found') {
        await this.lookForProject(run, project.id);
      } else {
        throw error;
      }
    }
  }

  /** OpenAI does not find the list: only a 404 on the project itself says that the project is gone. */
  private async lookForProject(run: Run<DirectoryFeed>, projectId: string): Promise<void> {
    const at = run.now();
    const { organizationId, feed, fence } = run.claim;
    try {
      await readProject(run.conversation.client, projectId, { priority: priorityOf(run), signal: run.signal });
    } catch (error) {
      if (!(error instanceof OpenAIAdminError && error.code === 'not_found')) throw error;
      await run.confirm();
      await this.directory.markGone({ organizationId, feed, fence, kind: 'project', id: projectId, at });
    }
  }

  private async store(run: Run<DirectoryFeed>, parentId: string, list: ReadList, at: Date): Promise<{ added: number }> {
    const { organizationId, feed, fence } = run.claim;
    await run.confirm();
    const { items, complete, problem } = list;
    run.counts.rows += items.length;
    return this.directory.replaceList({
      organizationId,
      feed,
      fence,
      kind: run.feed.list,
      parentId,
      items,
      complete,
      problem,
      at,
    });
  }
}

/**
 * When the present round began. One that could not be ended for two periods gives way to a new one: a single list
 * that always fails must not keep the others from being read again.
 */
function beginRound({ claim, feed, now }: Run): number {
  const time = now().getTime();
  const begun = claim.memory.roundStartedAt;
  const goesOn = begun !== null && time - begun <= 2 * feed.periodSeconds * 1000;
  return (claim.memory.roundStartedAt = goesOn ? begun : time);
}

function priorityOf({ claim }: Run): 'run-now' | 'directory' {
  return claim.byPerson ? 'run-now' : 'directory';
}

/** A list that broke off is stored as far as it went, and read again. */
function failIfIncomplete({ feed }: Run, { complete, problem }: ReadList): void {
  if (complete) return;
  throw new OpenAIAdminError('invalid_answer', { family: feed.family, detail: problem ?? 'the list is not complete' });
}

/** Failures that the next list would meet as well. */
function concernsAll(error: unknown): boolean {
  return !(error instanceof OpenAIAdminError) || ['credential_refused', 'missing_scope'].includes(error.code);
}
