import type { AdminClient, AdminRequest } from './admin-client.js';
import { bodyText } from './answer-body.js';
import { DIRECTORY_LISTS, type DirectoryListName } from './directory-lists.js';
import { directoryObject, type DirectoryObject } from './directory-objects.js';
import { InvalidAnswer, OpenAIAdminError } from './errors.js';
import { isRecord, parsedJson } from './json-reader.js';
import type { DirectoryListEntry, PageQuery } from './list-entry.js';
import type { Priority } from './pacing.js';

export interface ReadOptions {
  /** Default `directory`. */
  priority?: Priority;
  signal?: AbortSignal;
  /** Of a list; a longer one is cut off and not complete. Default 2000. */
  mostPages?: number;
}

/** A list as far as it could be read, each object once, the last version of it. */
export interface ListRead {
  items: DirectoryObject[];
  /** False: OpenAI's pages contradicted each other, so that nothing may be taken for gone because it is not here. */
  complete: boolean;
  /** Why it is not complete. */
  problem: string | null;
}

const MAX_PAGES = 2000;
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** All projects, archived ones included. @throws OpenAIAdminError */
export function readProjects(client: AdminClient, options: ReadOptions = {}): Promise<ListRead> {
  return readDirectoryList(client, 'projects', [], options);
}

/** The smallest question whose answer says what time it is at OpenAI and which organization the key is of. @throws OpenAIAdminError */
export async function askForTheTime(client: AdminClient, options: ReadOptions = {}): Promise<void> {
  const { family, call }: DirectoryListEntry = DIRECTORY_LISTS.projects;
  const request: AdminRequest = {
    ...requestOf(options, family),
    call: (sdk, requestOptions) => call(sdk, [], { limit: 1 }, requestOptions),
  };
  await readJson(client, request, () => undefined);
}

/**
 * A whole list of the directory.
 *
 * One that is no list but a single object has one item; a 404 there says that nothing is set, and is an empty list.
 * The object is known by the id that it stands under, or as `organization`.
 *
 * @param within ids for the `{}` of the list's path, in their order
 * @throws OpenAIAdminError; `isArchivedProject` tells that the project has been archived, which ends its lists.
 */
export async function readDirectoryList(
  client: AdminClient,
  list: DirectoryListName,
  within: readonly string[] = [],
  options: ReadOptions = {},
): Promise<ListRead> {
  const entry: DirectoryListEntry = DIRECTORY_LISTS[list];
  checkIds(entry.family, within);
  const request = (query: PageQuery): AdminRequest => ({
    ...requestOf(options, entry.family),
    call: (sdk, requestOptions) => entry.call(sdk, within, query, requestOptions),
  });
  if (entry.paging !== 'single') return readList(client, entry, { request, mostPages: options.mostPages ?? MAX_PAGES });
  try {
    const object = (body: unknown) => singleObject(body, within, entry);
    return { items: [await readJson(client, request({ limit: 1 }), object)], complete: true, problem: null };
  } catch (error) {
    if (!(error instanceof OpenAIAdminError && error.code === 'not_found')) throw error;
    return { items: [], complete: true, problem: null };
  }
}

/** Whether one object of a list can be read without the rest of it. */
export function readsOneOf(list: DirectoryListName): boolean {
  const entry: DirectoryListEntry = DIRECTORY_LISTS[list];
  return entry.one !== undefined;
}

/**
 * One object of a list.
 *
 * @param ids those of the list's path, then the object's own
 * @throws OpenAIAdminError `not_found` if OpenAI does not know it (any more).
 * @throws RangeError where OpenAI has no such path, see `readsOneOf`.
 */
export async function readDirectoryObject(
  client: AdminClient,
  list: DirectoryListName,
  ids: readonly string[],
  options: ReadOptions = {},
): Promise<DirectoryObject> {
  const { one, fields, idField }: DirectoryListEntry = DIRECTORY_LISTS[list];
  if (one === undefined) throw new RangeError(`OpenAI does not answer single objects of ${list}; read the whole list.`);
  checkIds(one.family, ids);
  const id = ids.at(-1);
  const request: AdminRequest = {
    ...requestOf(options, one.family),
    call: (sdk, requestOptions) => one.call(sdk, ids, requestOptions),
  };
  return readJson(client, request, (body) => {
    const object = directoryObject(body, fields, idField);
    if (object.id !== id) throw new InvalidAnswer(`${id} was asked for and ${object.id} came`);
    return object;
  });
}

interface ListPage {
  items: DirectoryObject[];
  hasMore: boolean;
  /** What the next page is to begin after; null: not said. */
  cursor: string | null;
}

async function readList(
  client: AdminClient,
  entry: DirectoryListEntry,
  { request, mostPages }: { request: (query: PageQuery) => AdminRequest; mostPages: number },
): Promise<ListRead> {
  const items = new Map<string, DirectoryObject>();
  const cursors = new Set<string>();
  const read = (problem: string | null): ListRead => ({
    items: [...items.values()],
    complete: problem === null,
    problem,
  });
  for (let after = {}; ;) {
    const query = { limit: entry.limit, ...after };
    const page = await readJson(client, request(query), (body) => listPage(body, entry));
    for (const item of page.items) items.set(item.id, item);
    if (!page.hasMore) return read(null);
    const problem = whyItEnds(page, cursors, mostPages);
    if (problem !== null || page.cursor === null) return read(problem);
    cursors.add(page.cursor);
    after = { after: page.cursor };
  }
}

/** Why a page that promises more cannot be followed, or null. */
function whyItEnds({ items, cursor }: ListPage, cursors: ReadonlySet<string>, mostPages: number): string | null {
  if (items.length === 0) return 'a page was empty and yet said that there are more';
  if (cursor === null) return 'a page said that there are more, but not after which object';
  if (cursors.has(cursor)) return `the pages go round in a circle at ${cursor}`;
  if (cursors.size + 1 >= mostPages) return `the list did not end after ${mostPages} pages`;
  return null;
}

function listPage(body: unknown, { fields, idField, paging }: DirectoryListEntry): ListPage {
  if (!isRecord(body)) throw new InvalidAnswer(`a list was expected and ${typeof body} came`);
  const { data, has_more: hasMore } = body;
  if (!Array.isArray(data)) throw new InvalidAnswer('the list has no "data"');
  if (typeof hasMore !== 'boolean') throw new InvalidAnswer(`the list has "has_more": ${JSON.stringify(hasMore)}`);
  const items = data.map((item: unknown) => directoryObject(item, fields, idField));
  const cursor = paging === 'last_item' ? items.at(-1)?.id : body[paging];
  return { items, hasMore, cursor: typeof cursor === 'string' && cursor !== '' ? cursor : null };
}

/** OpenAI gives settings no id: they are known by what they are settings of. */
function singleObject(body: unknown, within: readonly string[], { fields }: DirectoryListEntry): DirectoryObject {
  if (!isRecord(body)) throw new InvalidAnswer(`an object was expected and ${typeof body} came`);
  return directoryObject({ ...body, id: within.at(-1) ?? 'organization' }, fields);
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
function checkIds(family: string, ids: readonly string[]): void {
  const wanted = family.split('{}').length - 1;
  if (ids.length !== wanted) throw new RangeError(`${family} needs ${wanted} ids, not ${ids.length}.`);
  for (const id of ids) if (!/[^.]/.test(id)) throw new RangeError(`${JSON.stringify(id)} is no id for ${family}.`);
}
