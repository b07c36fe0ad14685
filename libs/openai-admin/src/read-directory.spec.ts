import { afterEach, describe, expect, it } from '@jest/globals';
import { createAdminClient } from './admin-client.js';
import { isArchivedProject } from './errors.js';
import { readDirectoryList, readDirectoryObject, readProjects } from './read-directory.js';
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

const project = (number: number, more: object = {}) => ({
  id: `proj_${number}`,
  object: 'organization.project',
  name: `Project ${number}`,
  created_at: 1_700_000_000 + number,
  archived_at: null,
  status: 'active',
  ...more,
});

const list = (data: unknown, more: object = {}) => ({
  object: 'list',
  data,
  first_id: null,
  last_id: null,
  has_more: false,
  ...more,
});

/** Lists so many projects, as many per page as asked for. */
function projects(count: number): Script {
  const all = Array.from({ length: count }, (_, index) => project(index));
  return ({ query }, response) => {
    const from = query['after'] === undefined ? 0 : all.findIndex(({ id }) => id === query['after']) + 1;
    const data = all.slice(from, from + Number(query['limit']));
    sendJson(response, list(data, { last_id: data.at(-1)?.id ?? null, has_more: from + data.length < count }));
  };
}

/** Answers the first request with one list, later ones with another. */
function pages(...answers: unknown[]): Script {
  return (_, response, index) => sendJson(response, answers[Math.min(index, answers.length - 1)]);
}

describe('lists', () => {
  it('are read to their end, 100 at a time, without loss (case 18)', async () => {
    const { client, server } = await connect(projects(101));
    const read = await readProjects(client);
    expect(read).toMatchObject({ complete: true, problem: null });
    expect(read.items.map(({ id }) => id)).toEqual(Array.from({ length: 101 }, (_, index) => `proj_${index}`));
    expect(server.requests.map(({ query }) => query)).toEqual([
      { limit: '100', include_archived: 'true' },
      { limit: '100', include_archived: 'true', after: 'proj_99' },
    ]);
  });

  it('keep fields that nobody knows yet, and replace NUL in names', async () => {
    const odd = project(1, { name: 'a\0b', status: 'paused', colour: { hue: 3 } });
    const { client } = await connect(pages(list([odd, { id: 'proj_2' }])));
    expect((await readProjects(client)).items).toEqual([{ ...odd, name: 'a\uFFFDb' }, { id: 'proj_2' }]);
  });

  it('that go round in a circle are noticed with the second page (case 19)', async () => {
    const { client, server } = await connect(pages(list([project(1)], { has_more: true, last_id: 'proj_1' })));
    const read = await readProjects(client);
    expect(read).toMatchObject({ complete: false, problem: expect.stringContaining('circle') });
    expect(read.items).toHaveLength(1);
    expect(server.requests).toHaveLength(2);
  });

  it.each<[string, unknown[], string]>([
    ['an empty page that promises more (case 20)', [list([], { has_more: true, last_id: 'proj_9' })], 'empty'],
    ['more without saying after what (case 21)', [list([project(2)], { has_more: true })], 'not after which object'],
    ['more with an empty last_id', [list([project(2)], { has_more: true, last_id: '' })], 'not after which object'],
  ])('with %s are incomplete, what they held is kept', async (_, later, problem) => {
    const first = list([project(1)], { has_more: true, last_id: 'proj_1' });
    const { client } = await connect(pages(first, ...later));
    const read = await readProjects(client);
    expect(read).toMatchObject({ complete: false, problem: expect.stringContaining(problem) });
    expect(read.items[0]).toMatchObject({ id: 'proj_1' });
  });

  it('follow a last_id that is not in the page, each object once in its last version (cases 22 and 24)', async () => {
    const { client, server } = await connect(
      pages(
        list([project(1), project(2)], { has_more: true, last_id: 'proj_elsewhere' }),
        list([project(2, { name: 'Renamed' }), project(3)]),
      ),
    );
    const read = await readProjects(client);
    expect(server.requests[1]?.query['after']).toBe('proj_elsewhere');
    expect(read.complete).toBe(true);
    expect(read.items.map(({ id, name }) => [id, name])).toEqual([
      ['proj_1', 'Project 1'],
      ['proj_2', 'Renamed'],
      ['proj_3', 'Project 3'],
    ]);
  });

  it.each<[string, unknown, RegExp]>([
    ['no has_more (case 25)', { object: 'list', data: [] }, /"has_more"/],
    ['no data (case 25)', { object: 'list', has_more: false }, /no "data"/],
    ['a list without envelope', [project(1)], /a list was expected/],
    ['an object without id', list([{ name: 'x' }]), /"id"/],
    ['an object that is null', list([null]), /instead of an object/],
    ['a date that became a text', list([project(1, { created_at: '2026-01-01' })]), /proj_1 has "created_at"/],
    ['no JSON', '<html>', /not JSON/],
    ['half of the JSON', '{"object":"list","data":[', /not JSON/],
    ['nothing', '', /empty/],
  ])('with %s are refused', async (_, answer, message) => {
    const { client } = await connect(pages(answer));
    await expect(readProjects(client)).rejects.toMatchObject({
      code: 'invalid_answer',
      requestId: 'req_1',
      message: expect.stringMatching(message),
    });
  });

  it('fail as a whole when a later page fails', async () => {
    const { client } = await connect((_, response, index) =>
      index === 0
        ? sendJson(response, list([project(1)], { has_more: true, last_id: 'proj_1' }))
        : sendError(response, 500, 'x'),
    );
    await expect(readProjects(client)).rejects.toMatchObject({ code: 'openai_unavailable' });
  });
});

describe('API keys of a project', () => {
  it('are asked for with those of owners without access (case 37) and take any owner (case 38)', async () => {
    const keys = [
      { id: 'key_1', owner: { type: 'robot' }, last_used_at: null },
      { id: 'key_2', owner: { type: 'user' }, last_used_at: 0 },
      { id: 'key_3' },
    ];
    const { client, server } = await connect(pages(list(keys)));
    expect((await readDirectoryList(client, 'api-keys', ['proj_1'])).items).toEqual(keys);
    expect(server.requests).toEqual([
      expect.objectContaining({
        path: '/organization/projects/proj_1/api_keys',
        query: { limit: '100', owner_project_access: 'any' },
      }),
    ]);
  });

  it('of an archived project are refused in a way that can be told (case 28)', async () => {
    const { client } = await connect((_, response) =>
      sendError(response, 400, { message: 'Project Apollo is archived' }),
    );
    const error: unknown = await readDirectoryList(client, 'api-keys', ['proj_1']).catch((thrown: unknown) => thrown);
    expect(isArchivedProject(error)).toBe(true);
  });

  it('are asked for by the id as it is, and never without one', async () => {
    const { client, server } = await connect(pages(list([])));
    await readDirectoryList(client, 'api-keys', ['a/b?c']);
    expect(server.requests[0]?.path).toBe('/organization/projects/a%2Fb%3Fc/api_keys');
    for (const id of ['', '.', '..']) {
      await expect(readDirectoryList(client, 'api-keys', [id])).rejects.toBeInstanceOf(RangeError);
    }
    await expect(readDirectoryList(client, 'api-keys')).rejects.toThrow(/needs 1 ids, not 0/);
    expect(server.requests).toHaveLength(1);
  });
});

describe('one project', () => {
  it('is read by its id', async () => {
    const { client } = await connect(pages(project(7, { status: 'archived', archived_at: 1_790_000_000 })));
    expect(await readDirectoryObject(client, 'projects', ['proj_7'])).toMatchObject({
      id: 'proj_7',
      status: 'archived',
    });
  });

  it('is not taken for another', async () => {
    const { client } = await connect(pages(project(8)));
    await expect(readDirectoryObject(client, 'projects', ['proj_7'])).rejects.toMatchObject({ code: 'invalid_answer' });
    await expect(readDirectoryObject(client, 'projects', [''])).rejects.toBeInstanceOf(RangeError);
  });

  it('that is unknown is told apart', async () => {
    const { client } = await connect((_, response) => sendError(response, 404, { message: 'No such project' }));
    await expect(readDirectoryObject(client, 'projects', ['proj_7'])).rejects.toMatchObject({ code: 'not_found' });
  });
});
