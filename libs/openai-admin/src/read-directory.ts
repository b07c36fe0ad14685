import type { AdminClient, AdminRequest } from './admin-client.js';
import { bodyText } from './answer-body.js';
import {
  PROJECT_API_KEY_FIELDS,
  PROJECT_FIELDS,
  directoryObject,
  type FieldTypes,
  type ProjectApiKeyObject,
  type ProjectObject,
} from './directory-objects.js';
import { InvalidAnswer } from './errors.js';
import { isRecord, parsedJson } from './json-reader.js';
import type { Priority } from './pacing.js';

export interface ReadOptions {
  /** Default `directory`. */
  priority?: Priority;
  signal?: AbortSignal;
}

/** A list as far as it could be read, each object once, the last version of it. */
export interface ListRead<T> {
  items: T[];
  /** False: OpenAI's pages contradicted each other, so that nothing may be taken for gone because it is not here. */
  complete: boolean;
  /** Why it is not complete. */
  problem: string | null;
}

const PAGE_LIMIT = 100;
const MAX_PAGES = 2000;
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** All projects, archived ones included. @throws OpenAIAdminError */
export function readProjects(client: AdminClient, options: ReadOptions = {}): Promise<ListRead<ProjectObject>> {
  return readList<ProjectObject>(client, PROJECT_FIELDS, (after) => ({
    ...requestOf(options, 'GET /organization/projects'),
    call: (sdk, requestOptions) =>
      sdk.admin.organization.projects.list({ limit: PAGE_LIMIT, include_archived: true, ...after }, requestOptions),
  }));
}

/** One project. @throws OpenAIAdminError `not_found` if OpenAI does not know it (any more). */
export async function readProject(client: AdminClient, id: string, options: ReadOptions = {}): Promise<ProjectObject> {
  checkId(id);
  return readJson(
    client,
    {
      ...requestOf(options, 'GET /organization/projects/{}'),
      call: (sdk, requestOptions) => sdk.admin.organization.projects.retrieve(id, requestOptions),
    },
    (body) => {
      const project = directoryObject(body, PROJECT_FIELDS);
      if (project.id !== id) throw new InvalidAnswer(`project ${id} was asked for and ${project.id} came`);
      return project;
    },
  );
}

/**
 * All API keys of a project, those of owners without access to it included, which OpenAI hides unless asked.
 *
 * @throws OpenAIAdminError; `isArchivedProject` tells that the project has been archived, which ends its lists.
 */
export function readProjectApiKeys(
  client: AdminClient,
  projectId: string,
  options: ReadOptions = {},
): Promise<ListRead<ProjectApiKeyObject>> {
  checkId(projectId);
  return readList<ProjectApiKeyObject>(client, PROJECT_API_KEY_FIELDS, (after) => ({
    ...requestOf(options, 'GET /organization/projects/{}/api_keys'),
    call: (sdk, requestOptions) =>
      sdk.admin.organization.projects.apiKeys.list(
        projectId,
        { limit: PAGE_LIMIT, owner_project_access: 'any', ...after },
        requestOptions,
      ),
  }));
}

interface ListPage {
  items: { id: string; [field: string]: unknown }[];
  hasMore: boolean;
  lastId: string | null;
}

async function readList<T extends { id: string; [field: string]: unknown }>(
  client: AdminClient,
  fields: FieldTypes,
  request: (after: { after?: string }) => AdminRequest,
): Promise<ListRead<T>> {
  const items = new Map<string, T>();
  const cursors = new Set<string>();
  const read = (problem: string | null): ListRead<T> => ({
    items: [...items.values()],
    complete: problem === null,
    problem,
  });
  for (let after = {}; ;) {
    const page: ListPage = await readJson(client, request(after), (body) => listPage(body, fields));
    // The index signature holds any field and `fields` has checked the known ones: the object is a T.
    for (const item of page.items) items.set(item.id, item as T);
    if (!page.hasMore) return read(null);
    const problem = whyItEnds(page, cursors);
    if (problem !== null || page.lastId === null) return read(problem);
    cursors.add(page.lastId);
    after = { after: page.lastId };
  }
}

/** Why a page that promises more cannot be followed, or null. */
function whyItEnds({ items, lastId }: ListPage, cursors: ReadonlySet<string>): string | null {
  if (items.length === 0) return 'a page was empty and yet said that there are more';
  if (lastId === null) return 'a page said that there are more, but not after which object';
  if (cursors.has(lastId)) return `the pages go round in a circle at ${lastId}`;
  if (cursors.size >= MAX_PAGES) return `the list did not end after ${MAX_PAGES} pages`;
  return null;
}

function listPage(body: unknown, fields: FieldTypes): ListPage {
  if (!isRecord(body)) throw new InvalidAnswer(`a list was expected and ${typeof body} came`);
  const { data, has_more: hasMore, last_id: lastId } = body;
  if (!Array.isArray(data)) throw new InvalidAnswer('the list has no "data"');
  if (typeof hasMore !== 'boolean') throw new InvalidAnswer(`the list has "has_more": ${JSON.stringify(hasMore)}`);
  return {
    items: data.map((item: unknown) => directoryObject(item, fields)),
    hasMore,
    lastId: typeof lastId === 'string' && lastId !== '' ? lastId : null,
  };
}

/** The checked body of an answer, without characters that Postgres cannot keep. @throws OpenAIAdminError */
export async function readJson<T>(client: AdminClient, request: AdminRequest, check: (body: unknown) => T): Promise<T> {
  const answer = await client.send(request);
  try {
    const text = await bodyText(answer.chunks, MAX_BODY_BYTES);
    if (text === undefined) throw new InvalidAnswer(`the body is longer than ${MAX_BODY_BYTES} bytes`);
    if (text === '') throw new InvalidAnswer('the body is empty');
    return check(withoutNul(parsedJson(text)));
  } catch (error) {
    throw answer.failure(error);
  } finally {
    await answer.release();
  }
}

/** Postgres keeps no NUL, neither in text nor in JSON; a name with one stays readable and distinct this way. */
function withoutNul(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '\uFFFD');
  if (Array.isArray(value)) return value.map(withoutNul);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [withoutNul(name), withoutNul(inner)]));
}

function requestOf({ priority = 'directory', signal }: ReadOptions, family: string) {
  return { family, priority, signal };
}

/** An empty id would read the list instead, dots another path. */
function checkId(id: string): void {
  if (!/[^.]/.test(id)) throw new RangeError(`${JSON.stringify(id)} is no id of a project.`);
}
