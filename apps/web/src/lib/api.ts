/** The only file that fetches: it knows the addresses, the problem documents and what a broken line looks like. */
import type {
  ActivityFacetsAnswer,
  ActivityItem,
  ActivityQuery,
  ApiKey,
  AuditEvent,
  AuditEventsQuery,
  AuditFacetsAnswer,
  CostsAnswer,
  CostsQuery,
  DirectoryChange,
  DirectoryItem,
  DirectoryPath,
  MemberDetail,
  Problem,
  Project,
  ProjectDetail,
  Restatement,
  SyncAnswer,
  SyncPauseBody,
  SyncPausesAnswer,
  SyncResumeBody,
  SyncRunsBody,
  UsageAnswer,
  UsageOverview,
  UsageQuery,
} from '@bursar/contract';
import { accountCalls, type AccountCalls, type Call } from './account-calls.js';
import { incidentCalls, type IncidentCalls } from './incident-calls.js';
import { keyCalls, type KeyCalls, type KeyInventoryRequest } from './key-calls.js';
import { managementCalls, type ManagementCalls } from './management-calls.js';
import { organizationCalls, type OrganizationCalls } from './organization-calls.js';
import { rotationCalls, type RotationCalls } from './rotation-calls.js';

/** What to ask of `GET /api/v1/costs`; what is left out takes the default of the API. */
export type CostsRequest = Pick<CostsQuery, 'start' | 'end'> & Partial<CostsQuery>;

/** What to ask of `GET /api/v1/usage/{capability}`; filters are named like dimensions. */
export type UsageRequest = Pick<UsageQuery, 'start' | 'end'> &
  Partial<Omit<UsageQuery, 'group_by' | 'without'>> &
  Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Of which organizations; absent: of all that may be seen. */
export interface OfOrganizations {
  organization?: string[];
}

/** What to ask of the calls of audit events; what is left out filters nothing. */
export type AuditRequest = Partial<AuditEventsQuery>;

/** What to ask of the calls of the trail; what is left out filters nothing. */
export type ActivityRequest = Partial<ActivityQuery>;

export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

type Parameter = string | number | readonly string[] | undefined;

/** What to ask of a list of the directory, by the API's own names; what is left out takes the default of the API. */
export type ListRequest = Readonly<Record<string, Parameter>>;

export interface StartedRuns {
  runs: { id: string; feed: string; state: 'queued' | 'running' }[];
}

export type Transport = (address: string, init?: RequestInit) => Promise<Response>;

/** `offline`: no answer at all. `unreadable`: an answer that is not ours, such as a proxy's page. Else the problem's. */
export type ApiErrorCode = 'offline' | 'unreadable' | (string & {});

export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: ApiErrorCode,
    readonly status: number | null,
    message: string,
    readonly requestId: string | null = null,
    readonly fields: Problem['errors'] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface Api extends AccountCalls, IncidentCalls, KeyCalls, ManagementCalls, OrganizationCalls, RotationCalls {
  costs(request: CostsRequest, signal?: AbortSignal): Promise<CostsAnswer>;
  /** Every capability at a glance. */
  usageOverview(
    request: { start: string; end: string } & OfOrganizations,
    signal?: AbortSignal,
  ): Promise<UsageOverview>;
  usage(capability: string, request: UsageRequest, signal?: AbortSignal): Promise<UsageAnswer>;
  restatements(
    request: { start: string; end: string; limit?: number } & OfOrganizations,
    signal?: AbortSignal,
  ): Promise<Page<Restatement>>;
  projects(signal?: AbortSignal): Promise<Page<Project>>;
  apiKeys(signal?: AbortSignal): Promise<Page<ApiKey>>;
  /** One page of a list, by its path below `/api/v1/`. */
  list<Path extends DirectoryPath>(
    path: Path,
    request: ListRequest,
    signal?: AbortSignal,
  ): Promise<Page<DirectoryItem<Path>>>;
  project(id: string, request: OfOrganizations, signal?: AbortSignal): Promise<ProjectDetail>;
  member(id: string, request: OfOrganizations, signal?: AbortSignal): Promise<MemberDetail>;
  /** What was seen to change, newest first. */
  directoryChanges(request: ListRequest, signal?: AbortSignal): Promise<Page<DirectoryChange>>;
  auditEvents(request: AuditRequest, signal?: AbortSignal): Promise<Page<AuditEvent>>;
  auditFacets(filters: AuditRequest, signal?: AbortSignal): Promise<AuditFacetsAnswer>;
  auditEvent(id: string, signal?: AbortSignal): Promise<AuditEvent>;
  /** What people and programs did in Bursar, newest first. */
  activity(request: ActivityRequest, signal?: AbortSignal): Promise<Page<ActivityItem>>;
  activityFacets(filters: ActivityRequest, signal?: AbortSignal): Promise<ActivityFacetsAnswer>;
  activityEntry(id: string, signal?: AbortSignal): Promise<ActivityItem>;
  sync(signal?: AbortSignal): Promise<SyncAnswer>;
  startRuns(body: SyncRunsBody & OfOrganizations): Promise<StartedRuns>;
  pauseSync(body: SyncPauseBody & OfOrganizations): Promise<SyncPausesAnswer>;
  resumeSync(body: SyncResumeBody & OfOrganizations): Promise<SyncPausesAnswer>;
}

/** The browser's own way; not `fetch` itself, which wants to be called on its window. */
export const byFetch: Transport = (address, init) => fetch(address, init);

/** @param transport stands in for the browser's `fetch`, where there is no server to talk to or answers are kept. */
export function createApi(transport: Transport = byFetch): Api {
  const read = async <T>(path: string, parameters: Record<string, Parameter>, signal?: AbortSignal): Promise<T> =>
    answerOf<T>(() => transport(`/api/v1${path}${queryString(parameters)}`, { signal: signal ?? null }));
  const send = async <T>(address: string, { method, body, signal }: Call): Promise<T> =>
    answerOf<T>(() =>
      transport(address, {
        method,
        signal: signal ?? null,
        ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      }),
    );
  const write = async <T>(path: string, body: unknown): Promise<T> => send(`/api/v1${path}`, { method: 'POST', body });
  // Oldest first, the gone ones too: the order of this list gives an entity its colour, so it must not shift.
  const everSeen = { limit: 1000, sort: 'created_at', include_gone: 'true' };
  return {
    ...accountCalls(send),
    ...organizationCalls(send),
    ...incidentCalls(send, (address, question) => `${address}${queryString({ ...question })}`),
    ...managementCalls(send),
    ...rotationCalls(send, (address, question) => `${address}${queryString({ ...question })}`),
    ...keyCalls(send, queryString),
    costs: (request, signal) => read('/costs', { ...request }, signal),
    usageOverview: (request, signal) => read('/usage', { ...request }, signal),
    usage: (capability, request, signal) => read(`/usage/${encodeURIComponent(capability)}`, request, signal),
    restatements: (request, signal) => read('/restatements', { ...request }, signal),
    projects: (signal) => read('/projects', everSeen, signal),
    apiKeys: (signal) => read('/api-keys', everSeen, signal),
    list: (path, request, signal) => read(`/${path}`, request, signal),
    project: (id, request, signal) => read(`/projects/${encodeURIComponent(id)}`, { ...request }, signal),
    member: (id, request, signal) => read(`/members/${encodeURIComponent(id)}`, { ...request }, signal),
    directoryChanges: (request, signal) => read('/directory-changes', request, signal),
    auditEvents: (request, signal) => read('/audit-events', { ...request }, signal),
    auditFacets: (filters, signal) => read('/audit-events/facets', { ...filters }, signal),
    auditEvent: (id, signal) => read(`/audit-events/${encodeURIComponent(id)}`, {}, signal),
    activity: (request, signal) => read('/activity', { ...request }, signal),
    activityFacets: (filters, signal) => read('/activity/facets', { ...filters }, signal),
    activityEntry: (id, signal) => read(`/activity/${encodeURIComponent(id)}`, {}, signal),
    sync: (signal) => read('/sync', {}, signal),
    startRuns: (body) => write('/sync/runs', body),
    pauseSync: (body) => write('/sync/pause', body),
    resumeSync: (body) => write('/sync/resume', body),
  };
}

/** Where every group of a question of costs is to be had as a file: for a link, which the browser follows by itself. */
export const costsExportAddress = ({ limit: _, ...question }: CostsRequest): string =>
  `/api/v1/costs/export${queryString(question)}`;

/** The same of a question of usage. */
export const usageExportAddress = (capability: string, { limit: _, ...question }: UsageRequest): string =>
  `/api/v1/usage/${encodeURIComponent(capability)}/export${queryString(question)}`;

/** The same of what was done. */
export const activityExportAddress = (filters: ActivityRequest): string =>
  `/api/v1/activity/export${queryString({ ...filters })}`;

/** The same of keys. */
export const keyExportAddress = (filters: KeyInventoryRequest): string =>
  `/api/v1/key-inventory/export${queryString(filters)}`;

function queryString(parameters: Record<string, Parameter>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, String(each));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

async function answerOf<T>(send: () => Promise<Response>): Promise<T> {
  const response = await sent(send);
  const body = await bodyOf(response);
  if (!response.ok) throw problemOf(response, body);
  // The server checks what it sends against the schemas of the contract; a second check would cost the bundle zod.
  return body as T;
}

async function sent(send: () => Promise<Response>): Promise<Response> {
  try {
    return await send();
  } catch (cause) {
    // A call that was given up is not a failure: React Query knows what to do with it.
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError('offline', null, 'Bursar did not answer.', null, [], { cause });
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApiError('unreadable', response.status, text.slice(0, 200), null, [], { cause });
  }
}

function problemOf(response: Response, body: unknown): ApiError {
  if (!isProblem(body)) return new ApiError('unreadable', response.status, JSON.stringify(body).slice(0, 200));
  const code = body.type.replace('/problems/', '');
  return new ApiError(code, response.status, body.detail, body.request_id, body.errors ?? []);
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'type' in body && typeof body.type === 'string' && 'detail' in body;
