import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HOSTILE_NAMES } from './names.js';
import { errorOf, midnight, startAsked, type Asked, type ListPage, type Query } from './testing/ask.js';

const PROJECTS = '/organization/projects';

const all = (openai: Asked, path: string, query: Query = {}) => openai.all(path, query);

describe('an organization of ordinary size', () => {
  let openai: Asked;
  beforeAll(async () => {
    openai = await startAsked();
  });
  afterAll(() => openai.stop());
  const projectOf = (name: string) => openai.organization.projects.find((project) => project.name === name)!;

  it('lists archived projects only when asked (case 27)', async () => {
    const names = async (query: Query) => (await all(openai, PROJECTS, query)).map(({ name }) => name);
    expect(await names({})).not.toContain('Legacy Importer');
    expect(await names({ include_archived: 'false' })).toHaveLength(13);
    expect(await names({ include_archived: 'true' })).toContain('Legacy Importer');
    expect(await names({ include_archived: 'true', limit: 3 })).toHaveLength(14);
  });

  it('gives a project in OpenAI’s fields, archived ones too', async () => {
    const { id } = projectOf('Legacy Importer');
    expect(await openai.list(`${PROJECTS}/${id}`)).toEqual({
      id,
      object: 'organization.project',
      name: 'Legacy Importer',
      created_at: expect.any(Number),
      archived_at: midnight('2026-10-12') + 50_400,
      status: 'archived',
      external_key_id: null,
      residency: 'GLOBAL',
    });
    expect((await openai.get(`${PROJECTS}/proj_unknown`)).status).toBe(404);
  });

  it('refuses the keys of an archived project by its name (case 28)', async () => {
    const reply = await openai.get(`${PROJECTS}/${projectOf('Legacy Importer').id}/api_keys`);
    expect([reply.status, errorOf(reply).message]).toEqual([400, 'Project Legacy Importer is archived']);
  });

  it('hides keys of owners without access unless asked for (case 37)', async () => {
    const hidden = openai.organization.keys.find(({ ownerAccess }) => ownerAccess === 'inactive')!;
    const path = `${PROJECTS}/${hidden.projectId}/api_keys`;
    const ids = async (query: Query) => (await all(openai, path, query)).map(({ id }) => id);
    expect(await ids({})).not.toContain(hidden.id);
    expect(await ids({ owner_project_access: 'active' })).toEqual(await ids({}));
    expect(await ids({ owner_project_access: 'inactive' })).toContain(hidden.id);
    const any = await ids({ owner_project_access: 'any' });
    expect(any).toContain(hidden.id);
    expect((await openai.get(path, { owner_project_access: 'some' })).status).toBe(400);
  });

  it('has keys of people and of service accounts, redacted, one expired', async () => {
    const keys = openai.organization.projects.filter(({ archivedAt }) => archivedAt === null);
    const wires: ListPage['data'] = [];
    for (const { id } of keys)
      wires.push(...(await all(openai, `${PROJECTS}/${id}/api_keys`, { owner_project_access: 'any' })));
    const owners = new Set(wires.map(({ owner }) => (owner as { type: string }).type));
    expect(owners).toEqual(new Set(['user', 'service_account']));
    expect(wires.every((key) => /^sk-proj-\*+\w{4}$/.test(String(key['redacted_value'])))).toBe(true);
    const now = openai.clock.now().getTime() / 1000;
    expect(wires.some((key) => typeof key['expires_at'] === 'number' && key['expires_at'] < now)).toBe(true);
    expect(wires.every((key) => key['last_used_at'] === null || Number(key['last_used_at']) <= now)).toBe(true);
  });

  it('bills a deleted key that no list names any more (case 41)', async () => {
    const gone = openai.organization.keys.find(({ deleted }) => deleted)!;
    expect((await openai.get(`${PROJECTS}/${gone.projectId}/api_keys/${gone.id}`)).status).toBe(404);
    const listed = await all(openai, `${PROJECTS}/${gone.projectId}/api_keys`, { owner_project_access: 'any' });
    expect(listed.map(({ id }) => id)).not.toContain(gone.id);
    const range = { start: new Date('2026-09-01'), end: new Date('2026-11-01') };
    expect(Number(openai.billed({ ...range, apiKeyIds: [gone.id] })[0]!.amount)).toBeGreaterThan(0);
    expect(
      Number(
        openai.billed({ ...range, apiKeyIds: [null], lineItems: ['gpt-6-astra-mini-2026-08-01, input'] })[0]!.amount,
      ),
    ).toBeGreaterThan(0);
  });

  it('retrieves one key as it lists it', async () => {
    const path = `${PROJECTS}/${projectOf('Fleet Planner').id}/api_keys`;
    const [first] = (await openai.list(path)).data;
    expect(await openai.list(`${path}/${first!.id}`)).toEqual(first);
  });

  it('refuses limits over 100 and cursors that are none', async () => {
    const over = await openai.get(PROJECTS, { limit: 101 });
    expect(errorOf(over).message).toBe('Invalid limit provided: 101. Limit must be less than or equal to 100.');
    expect((await openai.get(PROJECTS, { after: 'proj_unknown' })).status).toBe(400);
  });

  it('changes as someone changes it at OpenAI', async () => {
    const made = openai.organization.addProject('Made later');
    const key = openai.organization.addKey(made.id, 'made-later');
    expect((await openai.list(PROJECTS)).data[0]).toMatchObject({ id: made.id, status: 'active' });
    expect((await openai.list(`${PROJECTS}/${made.id}/api_keys`)).data).toMatchObject([
      { id: key.id, last_used_at: null },
    ]);
    openai.organization.archiveProject(made.id);
    expect((await openai.get(`${PROJECTS}/${made.id}/api_keys`)).status).toBe(400);
    openai.organization.removeProject(made.id);
    expect((await openai.get(`${PROJECTS}/${made.id}`)).status).toBe(404);
  });
});

describe('other organizations', () => {
  it('with 101 projects come on two pages, none twice and none lost (case 18)', async () => {
    const openai = await startAsked({ projects: 102, keys: 102 });
    const first = await openai.list(PROJECTS, { limit: 100 });
    expect([first.data.length, first.has_more]).toEqual([100, true]);
    const ids = (await all(openai, PROJECTS, { limit: 100 })).map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([101, 101]);
    await openai.stop();
  });

  it('carry hostile names untouched through lists and line items', async () => {
    const openai = await startAsked({ hostile: true });
    const names = (await all(openai, PROJECTS)).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...HOSTILE_NAMES]));
    expect(HOSTILE_NAMES.some((name) => name.length === 200)).toBe(true);
    const day = { start_time: midnight('2026-11-10'), limit: 1, group_by: 'line_item' };
    const [bucket] = (await openai.page('/organization/costs', day)).data;
    const lineItems = bucket!.results.map((row) => row['line_item']);
    expect(lineItems).toEqual(expect.arrayContaining([null, ...HOSTILE_NAMES.map((name) => `${name}, output`)]));
    await openai.stop();
  });

  it('may be as small as three projects without keys', async () => {
    const openai = await startAsked({ projects: 3, keys: 0 });
    const page = await openai.page('/organization/costs', { start_time: midnight('2026-11-02') });
    expect(page.data.flatMap(({ results }) => results)).toEqual([]);
    await openai.stop();
    await expect(startAsked({ projects: 2 })).rejects.toThrow(
      'projects is 2; it has to be a whole number of at least 3.',
    );
  });
});
