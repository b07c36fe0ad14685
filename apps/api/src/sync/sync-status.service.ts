import type { SyncAnswer } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { Scope } from '../http/scope.js';
import { ConnectedOrganizations } from '../organizations/connected-organizations.service.js';
import { OrganizationsStore } from '../organizations/organizations.store.js';
import { PacesStore } from '../organizations/paces.store.js';
import { feedStatus } from './feed-status.js';
import type { Feed } from './feeds.js';
import { toInstant } from './problems.js';
import { type ReadingRow, type RunRow, SyncStatusStore } from './sync-status.store.js';
import { SyncService } from './sync.service.js';

const NEWEST_RUNS = 20;

/** Puts together what is collected, how far, and what stands in the way. */
@Injectable()
export class SyncStatusService {
  constructor(
    @Inject(SyncService) private readonly sync: SyncService,
    @Inject(ConnectedOrganizations) private readonly connected: ConnectedOrganizations,
    @Inject(OrganizationsStore) private readonly organizations: OrganizationsStore,
    @Inject(PacesStore) private readonly paces: PacesStore,
    @Inject(SyncStatusStore) private readonly store: SyncStatusStore,
  ) {}

  async read(scope: Scope): Promise<SyncAnswer> {
    // Before the first look for due feeds there would be nothing to show; the page should say that it begins.
    await this.sync.organizationIds();
    const [organizations, rows, readings, runs, paces] = await Promise.all([
      this.organizations.list(scope),
      this.store.feeds(scope),
      this.store.readings(scope),
      this.store.newestRuns(scope, NEWEST_RUNS),
      this.paces.rates(scope),
    ]);
    const now = this.connected.now();
    const feeds = this.sync.feeds.flatMap((feed) =>
      rows
        .filter((row) => row.feed === feed.name)
        .toSorted((a, b) => a.organizationId - b.organizationId)
        .map((row) =>
          feedStatus(feed, row, {
            now: (this.connected.of(row.organizationId)?.clock.now() ?? now).getTime(),
            reading: readings.find((reading) => reading.organizationId === row.organizationId && isOf(feed, reading)),
            ratePerMinute:
              paces.find((pace) => pace.organizationId === row.organizationId && pace.family === feed.family)
                ?.perMinute ?? null,
          }),
        ),
    );
    return {
      now: toInstant(now),
      demo: this.connected.isDemo,
      organizations: organizations.map(({ openaiId, name, state, error }) => ({
        organization_id: openaiId,
        name,
        state,
        error,
      })),
      feeds,
      runs: runs.map(runStatus),
    };
  }
}

function isOf(feed: Feed, reading: ReadingRow): boolean {
  return feed.kind === 'facts' && reading.capability === feed.capabilityName && reading.width === feed.policy.width;
}

function runStatus(run: RunRow): SyncAnswer['runs'][number] {
  return {
    id: run.id,
    feed: run.feed,
    organization_id: run.openaiId,
    state: run.state,
    started_at: run.startedAt && toInstant(run.startedAt),
    ended_at: run.endedAt && toInstant(run.endedAt),
    requests: run.requests,
    pages: run.pages,
    rows: Number(run.rows),
    error: run.error,
  };
}
