import { afterEach, describe, expect, it } from '@jest/globals';
import { createAdminClient } from './admin-client.js';
import { DIRECTORY_LISTS, type DirectoryListName } from './directory-lists.js';
import type { DirectoryListEntry } from './list-entry.js';
import { readDirectoryList, readDirectoryObject, readsOneOf } from './read-directory.js';
import {
  sendError,
  sendJson,
  startScriptedServer,
  type Script,
  type ScriptedServer,
} from './testing/scripted-server.js';

const servers: ScriptedServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function connect(script: Script) {
  const server = await startScriptedServer(script);
  servers.push(server);
  return { server, client: createAdminClient({ adminKey: 'sk-admin-test', baseUrl: server.url }) };
}

const entryOf = (name: DirectoryListName): DirectoryListEntry => DIRECTORY_LISTS[name];
// Object.keys says string; the keys of the table are the names of its lists.
const NAMES = Object.keys(DIRECTORY_LISTS) as DirectoryListName[];
const PAGED = NAMES.filter((name) => entryOf(name).paging !== 'single');
const SINGLE = NAMES.filter((name) => entryOf(name).paging === 'single');

/** Ids for the `{}` of a path, and the path with them in. */
function idsFor(family: string): { ids: string[]; path: string } {
  const ids: string[] = [];
  const path = family.replace('GET ', '').replaceAll('{}', () => {
    ids.push(`id_${ids.length}`);
    return `id_${ids.length - 1}`;
  });
  return { ids, path };
}

/** Three objects in two pages whose cursors only their own page class follows to the end. */
function threeObjects(name: DirectoryListName): Script {
  const { paging, idField = 'id' } = entryOf(name);
  const objects = ['a', 'b', 'c'].map((id) => ({ [idField]: id }));
  return ({ query }, response) => {
    const expected = { last_id: 'after the last id', last_item: 'b', next: 'after next' }[String(paging)];
    if (query['after'] === undefined) {
      const cursors = { last_id: 'after the last id', next: 'after next' };
      sendJson(response, { object: 'list', data: objects.slice(0, 2), has_more: true, ...cursors });
    } else if (query['after'] === expected) {
      sendJson(response, { object: 'list', data: objects.slice(2), has_more: false, last_id: null, next: null });
    } else sendError(response, 400, { message: `nothing comes after ${query['after']}` });
  };
}

describe('every list', () => {
  it.each(PAGED)('%s is asked for by its path and followed by its own cursor (cases 18 and 23)', async (name) => {
    const { client, server } = await connect(threeObjects(name));
    const { ids, path } = idsFor(entryOf(name).family);
    const read = await readDirectoryList(client, name, ids);
    expect(read).toMatchObject({ complete: true, problem: null });
    expect(read.items.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(server.requests.map((request) => request.path)).toEqual([path, path]);
    expect(server.requests[0]?.query['limit']).toBe(String(entryOf(name).limit));
  });

  it.each(PAGED)(
    '%s that goes round in a circle, is empty or loses its cursor is not complete (cases 19, 20 and 21)',
    async (name) => {
      const { idField = 'id' } = entryOf(name);
      const item = { [idField]: 'a' };
      const odd = [
        { data: [item], has_more: true, last_id: 'a', next: 'a' },
        { data: [], has_more: true, last_id: 'a', next: 'a' },
        { data: [item], has_more: true, last_id: null, next: null },
      ];
      for (const page of odd) {
        const { client, server } = await connect((_, response) => sendJson(response, { object: 'list', ...page }));
        const read = await readDirectoryList(client, name, idsFor(entryOf(name).family).ids);
        expect(read.complete).toBe(false);
        expect(server.requests.length).toBeLessThanOrEqual(2);
      }
    },
  );

  it.each(NAMES.filter(readsOneOf))('%s answers one of its objects by its path', async (name) => {
    const { one, idField = 'id' } = entryOf(name);
    const { ids, path } = idsFor(one?.family ?? '');
    const { client, server } = await connect((_, response) => sendJson(response, { [idField]: ids.at(-1), name: 'x' }));
    expect(await readDirectoryObject(client, name, ids)).toMatchObject({ id: ids.at(-1), name: 'x' });
    expect(server.requests.map((request) => request.path)).toEqual([path]);
  });
});

describe('what is no list but one object', () => {
  it.each(SINGLE)('%s is known by what it belongs to, and empty where OpenAI has none (case 46)', async (name) => {
    const { ids, path } = idsFor(entryOf(name).family);
    const { client, server } = await connect((_, response, index) =>
      index === 0
        ? sendJson(response, { object: 'x', currency: 'USD', threshold_amount: 10_000 })
        : sendError(response, 404, { message: 'not set' }),
    );
    expect(await readDirectoryList(client, name, ids)).toEqual({
      items: [{ id: ids.at(-1) ?? 'organization', object: 'x', currency: 'USD', threshold_amount: 10_000 }],
      complete: true,
      problem: null,
    });
    expect(await readDirectoryList(client, name, ids)).toEqual({ items: [], complete: true, problem: null });
    expect(server.requests.map((request) => request.path)).toEqual([path, path]);
  });
});

it('limits keep dimensions that OpenAI does not announce (case 45)', async () => {
  const limit = { id: 'rl-x', model: 'x', max_requests_per_1_minute: 2_147_483_647, max_tokens_per_1_day: 5 };
  const { client } = await connect((_, response) => sendJson(response, { data: [limit], has_more: false }));
  expect((await readDirectoryList(client, 'rate-limits', ['proj_1'])).items).toEqual([limit]);
});

it('roles of any name and owners of any type are taken as they come (cases 38, 43 and 48)', async () => {
  const items = [
    { id: 'user-1', object: 'organization.user', added_at: 1_700_000_000 },
    { id: 'user-2', role: 'custom-auditor' },
  ];
  const { client } = await connect((_, response) => sendJson(response, { data: items, has_more: false }));
  expect((await readDirectoryList(client, 'members')).items).toEqual(items);
});

it('asking for one object where OpenAI has no such path is refused before it is sent', async () => {
  const { client, server } = await connect((_, response) => sendJson(response, {}));
  await expect(readDirectoryObject(client, 'rate-limits', ['proj_1', 'rl-x'])).rejects.toThrow(/read the whole list/);
  expect(server.requests).toEqual([]);
});
