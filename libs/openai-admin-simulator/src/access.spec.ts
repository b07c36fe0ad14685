import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, midnight, startAsked, type Asked } from './testing/ask.js';

const COSTS = '/organization/costs';
const PROJECTS = '/organization/projects';
const START = { start_time: midnight('2026-11-01') };
const USAGE_ONLY = 'sk-admin-usage-only-000000';

let openai: Asked;
beforeAll(async () => {
  const adminKeys = [{ value: 'sk-admin-all-0000000000' }, { value: USAGE_ONLY, scopes: ['api.usage.read'] }];
  openai = await startAsked({ keys: 10, adminKeys });
});
afterAll(() => openai.stop());

const as = (key: string) => ({ authorization: `Bearer ${key}` });

describe('keys', () => {
  it('that are unknown are refused with 401 and a redacted copy (case 1)', async () => {
    const reply = await openai.get(COSTS, START, as('sk-admin-wrong-1234567890'));
    expect(reply.status).toBe(401);
    expect(errorOf(reply)).toMatchObject({ code: 'invalid_api_key', param: null });
    expect(reply.text).toContain('Incorrect API key provided: sk-admin*');
    expect(reply.text).not.toContain('wrong');
  });

  it('that are missing are refused in the same shape (case 1)', async () => {
    const reply = await fetch(`${openai.url}${COSTS}`);
    expect(reply.status).toBe(401);
    expect(await reply.json()).toMatchObject({ error: { code: 'invalid_api_key' } });
  });

  it('of projects get 403 with a bare text (case 2)', async () => {
    const reply = await openai.get(COSTS, START, as('sk-proj-abc'));
    expect(reply.status).toBe(403);
    expect(JSON.parse(reply.text)).toEqual({ error: expect.stringContaining('Missing scopes: api.usage.read') });
  });

  it('with one scope reach that area only (case 4)', async () => {
    expect((await openai.get(COSTS, START, as(USAGE_ONLY))).status).toBe(200);
    const reply = await openai.get(PROJECTS, {}, as(USAGE_ONLY));
    expect(reply.status).toBe(403);
    expect(reply.text).toContain('api.management.read');
  });

  it('for administration reach no models (case 5)', async () => {
    expect((await openai.get('/models')).status).toBe(403);
  });

  it('of this organization are refused in the name of another', async () => {
    const reply = await openai.get(COSTS, START, { 'openai-organization': 'org-other' });
    expect(reply.status).toBe(401);
    expect((await openai.get(COSTS, START, { 'openai-organization': openai.organizationId })).status).toBe(200);
  });
});

describe('every answer', () => {
  it('carries a request id of its own, the organization and the date of the clock (case 8)', async () => {
    const [one, two] = [await openai.get(COSTS, START), await openai.get('/nothing')];
    for (const { headers } of [one, two]) {
      expect(headers.get('x-request-id')).toMatch(/^req_/);
      expect(headers.get('openai-organization')).toBe(openai.organizationId);
      expect(headers.get('date')).toBe(openai.clock.now().toUTCString());
    }
    expect(one.headers.get('x-request-id')).not.toBe(two.headers.get('x-request-id'));
  });

  it('is a nested 404 for unknown paths and a 405 for wrong methods', async () => {
    for (const path of ['/organization/cost', `${PROJECTS}/`, `${PROJECTS}/proj_x/keys`, `${COSTS}/x`]) {
      const reply = await openai.get(path);
      expect([path, reply.status]).toEqual([path, 404]);
      expect(Object.keys(errorOf(reply)).sort()).toEqual(['code', 'message', 'param', 'type']);
    }
    const patched = await fetch(`${openai.url}${COSTS}`, { method: 'PATCH', body: '{}' });
    expect(patched.status).toBe(405);
  });

  it('is logged with its query, lists without brackets', async () => {
    openai.requests.clear();
    await openai.get(COSTS, { ...START, 'group_by[]': ['project_id', 'line_item'] });
    expect(openai.requests.entries).toMatchObject([
      { method: 'GET', path: COSTS, status: 200, query: { group_by: ['project_id', 'line_item'] } },
    ]);
    expect(openai.requests.count(({ path }) => path === PROJECTS)).toBe(0);
  });
});
