import type { AdminClient } from './admin-client.js';
import { InvalidAnswer, OpenAIAdminError } from './errors.js';
import { isRecord } from './json-reader.js';
import type { Priority } from './pacing.js';
import { readJson } from './read-directory.js';

/** The family of all requests for audit events. */
export const AUDIT_LOG_FAMILY = 'GET /organization/audit_logs';

/** An event as it came, unknown types, actors and payloads included. Only what stands here is certain to be there. */
export interface AuditEventObject {
  id: string;
  type: string;
  /** Unix seconds. */
  effective_at: number;
  [field: string]: unknown;
}

/** Which events to read: half-open, in unix seconds. */
export interface AuditWindow {
  startSeconds: number;
  endSeconds: number;
  /** Events of the tenant instead of those of the organization: OpenAI gives them only when asked for them alone. */
  tenantOnly: boolean;
  /** Default `live`. */
  priority?: Priority;
  signal?: AbortSignal;
}

/** Events as they came together, none of them given before; possibly none. */
export interface AuditPage {
  events: AuditEventObject[];
  /**
   * Unix seconds: all events from here to the end of the window have been given by now. null: nothing can be said
   * before the last page, for the pages do not go from the newest event to the oldest.
   */
  completeFrom: number | null;
}

interface Page {
  events: AuditEventObject[];
  hasMore: boolean;
}

type Direction = 'after' | 'before';
type Cursor = Partial<Record<Direction, string>>;

const PAGE_LIMIT = 100;
const MAX_PAGES = 20_000;
/** OpenAI's have about 40 characters; what is much longer could not be kept as a key. */
const LONGEST_ID = 1_000;
/** 9999-12-31T23:59:59Z: what lies behind cannot be written as an instant. */
const LAST_SECOND = 253_402_300_799;

/**
 * The events of a window, a page at a time, each event once.
 *
 * OpenAI's pages have been followed in either direction, so none is relied on: where a page does not go on from the one
 * before, the page on the other side of the cursor is read. No type is asked for, so that types that are not
 * known yet are read as well.
 *
 * @throws OpenAIAdminError; `invalid_answer` where pages promise more and do not give it. What came before is good.
 * @throws RangeError for a window that is none.
 */
export async function* readAuditLog(client: AdminClient, window: AuditWindow): AsyncGenerator<AuditPage> {
  checkWindow(window);
  const seen = new Set<string>();
  const fresh = ({ events }: Page): AuditEventObject[] => {
    const news = events.filter(({ id }) => !seen.has(id));
    for (const { id } of news) seen.add(id);
    return news;
  };
  let page = await readPage(client, window, {});
  const isNewestFirst = (page.events[0]?.effective_at ?? 0) >= (page.events.at(-1)?.effective_at ?? 0);
  let direction: Direction = 'after';
  const given = (events: AuditEventObject[]): AuditPage => {
    if (!page.hasMore) return { events, completeFrom: window.startSeconds };
    const oldest = page.events.at(-1)?.effective_at;
    const isInOrder = isNewestFirst && direction === 'after' && oldest !== undefined;
    // More events of the oldest second may be on the next page.
    return { events, completeFrom: isInOrder ? Math.floor(oldest) + 1 : null };
  };
  yield given(fresh(page));
  for (let pages = 1; page.hasMore; pages++) {
    const last = page.events.at(-1);
    if (last === undefined) throw contradiction('a page said that there are more events, but held none');
    if (pages >= MAX_PAGES) throw contradiction(`the events did not end after ${MAX_PAGES} pages`);
    const goesOn = (events: readonly AuditEventObject[]): boolean =>
      events.some(({ effective_at: at }) => (isNewestFirst ? at <= last.effective_at : at >= last.effective_at));
    page = await readPage(client, window, { [direction]: last.id });
    const news = fresh(page);
    if (goesOn(news)) {
      yield given(news);
      continue;
    }
    direction = direction === 'after' ? 'before' : 'after';
    page = await readPage(client, window, { [direction]: last.id });
    const others = fresh(page);
    if (!goesOn(others)) throw contradiction(`there should be more events beside ${last.id}, but none came`);
    yield given([...news, ...others]);
  }
}

function checkWindow({ startSeconds, endSeconds }: AuditWindow): void {
  const isSound = [startSeconds, endSeconds].every((at) => Number.isSafeInteger(at) && at >= 0 && at <= LAST_SECOND);
  if (isSound && startSeconds < endSeconds) return;
  throw new RangeError(`Audit events from ${startSeconds} to ${endSeconds}: whole seconds, the first before the last.`);
}

function readPage(client: AdminClient, window: AuditWindow, cursor: Cursor): Promise<Page> {
  const { startSeconds, endSeconds, tenantOnly, priority = 'live', signal } = window;
  const query = {
    effective_at: { gte: startSeconds, lt: endSeconds },
    limit: PAGE_LIMIT,
    ...(tenantOnly && { tenant_only: true }),
    ...cursor,
  };
  return readJson(
    client,
    {
      family: AUDIT_LOG_FAMILY,
      priority,
      signal,
      call: (sdk, options) => sdk.admin.organization.auditLogs.list(query, options),
    },
    readEvents,
  );
}

function readEvents(body: unknown): Page {
  if (!isRecord(body)) throw new InvalidAnswer(`a list was expected and ${typeof body} came`);
  const { data, has_more: hasMore } = body;
  if (!Array.isArray(data)) throw new InvalidAnswer('the list has no "data"');
  if (typeof hasMore !== 'boolean') throw new InvalidAnswer(`the list has "has_more": ${JSON.stringify(hasMore)}`);
  // The envelope's own last_id has been seen to name no event of its page, so the last event stands for it.
  return { events: data.map(auditEvent), hasMore };
}

function auditEvent(value: unknown): AuditEventObject {
  if (!isRecord(value)) throw new InvalidAnswer(`the audit log holds ${JSON.stringify(value)} instead of an event`);
  const { id, type, effective_at: at } = value;
  if (typeof id !== 'string' || id === '' || id.length > LONGEST_ID) {
    throw new InvalidAnswer(`an event has "id": ${JSON.stringify(id)?.slice(0, 100)}`);
  }
  if (typeof at !== 'number' || !(at >= 0 && at <= LAST_SECOND)) {
    throw new InvalidAnswer(`${id} has "effective_at": ${JSON.stringify(at)} instead of unix seconds`);
  }
  return { ...value, id, type: typeof type === 'string' && type !== '' ? type : 'unknown', effective_at: at };
}

function contradiction(detail: string): OpenAIAdminError {
  return new OpenAIAdminError('invalid_answer', { family: AUDIT_LOG_FAMILY, detail });
}

const NOT_ENABLED =
  /\b(not|isn't|never) (yet )?(been )?(enabled|activated|turned on|switched on|available|set up)|\bdisabled\b|\b(enable|activate|turn on)\b/i;

/**
 * Whether OpenAI keeps no such log for this organization: it has to be switched on in the organization's settings
 * (Data controls), and events of the tenant are not for every organization. Some organizations get an empty list instead.
 */
export function isAuditLogOff(error: unknown): error is OpenAIAdminError {
  if (!(error instanceof OpenAIAdminError)) return false;
  return error.code === 'not_found' || (error.code === 'refused' && NOT_ENABLED.test(error.detail));
}
