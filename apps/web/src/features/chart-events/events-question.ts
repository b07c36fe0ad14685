import type { EventsQuestion } from './chart-events.js';

/** Of the time that a chart shows, and of the projects and keys that it is filtered to. */
export const eventsQuestion = (
  { start, end }: { start: string; end: string },
  filters: Readonly<Partial<Record<string, readonly string[]>>>,
): EventsQuestion => ({
  start,
  end,
  projectIds: filters['project_id'] ?? [],
  keyIds: filters['api_key_id'] ?? [],
});
