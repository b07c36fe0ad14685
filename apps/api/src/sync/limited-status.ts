import type { FeedStatus, SyncAnswer, SyncError } from '@bursar/contract';

/**
 * What somebody who is limited to some projects may know of collecting: how current the numbers are, and that something
 * stands in the way. Counts are of all projects, and what OpenAI said may name one.
 */
export function limitedStatus(status: SyncAnswer): SyncAnswer {
  return {
    ...status,
    organizations: status.organizations.map((one) => ({ ...one, error: withoutNames(one.error) })),
    feeds: status.feeds.map(limitedFeed),
    runs: [],
  };
}

function limitedFeed(feed: FeedStatus): FeedStatus {
  return { ...feed, rows_stored: null, notes: [], last_error: withoutNames(feed.last_error) };
}

/** What somebody who is limited may know of a failure: what OpenAI answered may name another project. */
export function withoutNames(error: SyncError | null): SyncError | null {
  if (error === null) return null;
  const message = 'Only those who see every project see what OpenAI answered. Ask an owner or an admin of Bursar.';
  return { ...error, message, request_id: null };
}
