import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAsked, type Asked } from '../testing/ask.js';

let openai: Asked;
let project: string;
beforeAll(async () => {
  openai = await startAsked();
  project = `/organization/projects/${openai.organization.projects[3]!.id}`;
});
afterAll(() => openai.stop());

const read = async (path: string) => JSON.parse((await openai.get(path)).text) as Record<string, unknown>;

describe('rate limits', () => {
  it('have the fields that apply to a model, some that nobody wrote down, and a number that means none (case 45)', async () => {
    const fields = new Set<string>();
    const numbers = new Set<unknown>();
    for (const { id, archivedAt } of openai.organization.projects) {
      if (archivedAt !== null) continue;
      for (const limit of await openai.all(`/organization/projects/${id}/rate_limits`)) {
        for (const [name, value] of Object.entries(limit)) {
          fields.add(name);
          numbers.add(value);
        }
      }
    }
    expect([...fields]).toEqual(
      expect.arrayContaining([
        'max_requests_per_1_minute',
        'max_tokens_per_1_minute',
        'max_images_per_1_minute',
        'max_audio_megabytes_per_1_minute',
        'max_requests_per_1_day',
        'batch_1_day_max_input_tokens',
        'max_tokens_per_1_day',
      ]),
    );
    expect(numbers).toContain(2_147_483_647);
  });

  it('change in part, never beyond the organization’s (case 45)', async () => {
    const [limit] = await openai.all(`${project}/rate_limits`);
    const most = Number(limit!['max_requests_per_1_minute']);
    const path = `${project}/rate_limits/${limit!.id}`;
    const { json } = await openai.send('POST', path, { max_requests_per_1_minute: most - 1 });
    expect(json).toEqual({ ...limit, max_requests_per_1_minute: most - 1 });
    const over = await openai.send('POST', path, { max_requests_per_1_minute: most + 1 });
    expect([over.status, over.message]).toEqual([
      400,
      expect.stringContaining(`exceeds the organization's limit of ${most}`),
    ]);
    expect((await openai.send('POST', path, { max_requests_per_1_minute: '5' })).status).toBe(400);
    expect((await openai.send('POST', path, { max_dreams: 5 })).status).toBe(400);
    expect((await openai.send('POST', `${project}/rate_limits/rl-none`, {})).status).toBe(404);
    const unknown = await openai.get('/organization/projects/proj_x/rate_limits');
    expect([unknown.status, unknown.text]).toEqual([404, expect.stringContaining('The project proj_x was not found')]);
  });

  it('page backwards too', async () => {
    const all = (await openai.all(`${project}/rate_limits`)).map(({ id }) => id);
    const page = await openai.list(`${project}/rate_limits`, { before: all[5]!, limit: 2 });
    expect(page.data.map(({ id }) => id)).toEqual(all.slice(3, 5));
  });

  it('may be raised by others beyond everything', async () => {
    const [limit] = await openai.all(`${project}/rate_limits`);
    const { id } = openai.organization.projects[3]!;
    openai.organization.setRateLimit(id, String(limit!['model']), { max_requests_per_1_minute: 9_000_000 });
    expect((await openai.all(`${project}/rate_limits`))[0]).toMatchObject({ max_requests_per_1_minute: 9_000_000 });
    expect(openai.auditLog.events.at(-1)).toMatchObject({ type: 'rate_limit.updated', project: { id } });
    expect(() => openai.organization.setRateLimit(id, 'gpt-none', {})).toThrow('No limits of model "gpt-none"');
  });
});

describe('controls of a project', () => {
  it('are a list of models, which can be taken away (case 47)', async () => {
    const path = `${project}/model_permissions`;
    expect(await read(path)).toEqual({ object: 'project.model_permissions', mode: 'deny_list', model_ids: [] });
    await openai.send('POST', path, { mode: 'allow_list', model_ids: ['gpt-6-astra'] });
    expect(await read(path)).toMatchObject({ mode: 'allow_list', model_ids: ['gpt-6-astra'] });
    expect((await openai.send('POST', path, { mode: 'allow_list' })).status).toBe(400);
    expect((await openai.send('DELETE', path)).json).toMatchObject({ deleted: true });
    expect(await read(path)).toMatchObject({ mode: 'deny_list', model_ids: [] });
  });

  it('are hosted tools, changed in part (case 47)', async () => {
    const path = `${project}/hosted_tool_permissions`;
    const before = await read(path);
    const { json } = await openai.send('POST', path, { mcp: { enabled: false }, web_search: null });
    expect(json).toEqual({ ...before, mcp: { enabled: false } });
    expect(json).not.toHaveProperty('object');
    expect((await openai.send('POST', path, { mcp: true })).status).toBe(400);
  });

  it('are service tiers and the keeping of data', async () => {
    const tiers = `${project}/service_tier_settings`;
    expect((await openai.send('POST', tiers, { enabled_tiers: ['flex', 'fast'] })).json).toEqual({
      object: 'project.service_tier_settings',
      default: 'standard',
      enabled_tiers: ['flex', 'fast'],
    });
    expect((await openai.send('POST', tiers, { enabled_tiers: ['slow'] })).status).toBe(400);
    const retention = `${project}/data_retention`;
    expect(await read(retention)).toEqual({ object: 'project.data_retention', type: 'organization_default' });
    expect((await openai.send('POST', retention, { retention_type: 'none' })).json).toMatchObject({ type: 'none' });
    const ofAll = '/organization/data_retention';
    expect((await openai.send('POST', ofAll, { retention_type: 'none' })).status).toBe(400);
    expect((await openai.send('POST', ofAll, { type: 'zero_data_retention' })).status).toBe(400);
  });

  it('answer 400 once the project is archived', async () => {
    const { id } = openai.organization.addProject('Soon archived');
    openai.organization.archiveProject(id);
    const paths = ['users', 'api_keys', 'service_accounts', 'rate_limits', 'groups', 'spend_alerts', 'certificates'];
    const settings = ['model_permissions', 'hosted_tool_permissions', 'service_tier_settings', 'data_retention'];
    for (const path of [...paths, ...settings, 'spend_limit']) {
      const reply = await openai.get(`/organization/projects/${id}/${path}`);
      expect([path, reply.status, reply.text]).toEqual([path, 400, expect.stringContaining('is archived')]);
    }
    expect((await openai.get(`/projects/${id}/roles`)).status).toBe(400);
  });
});

describe('spending', () => {
  const limit = { currency: 'USD', interval: 'month', threshold_amount: 10_000 };
  const alert = { ...limit, notification_channel: { type: 'email', recipients: ['a@b.example'] } };

  it.each(['/organization', 'project'])('has a limit of %s, in cents, or none (case 46)', async (base) => {
    const path = `${base === 'project' ? project : base}/spend_limit`;
    await openai.send('DELETE', path);
    expect((await openai.get(path)).status).toBe(404);
    expect((await openai.send('DELETE', path)).status).toBe(404);
    await openai.send('POST', path, limit);
    expect(await read(path)).toMatchObject({ threshold_amount: 10_000, enforcement: { status: 'inactive' } });
    for (const wrong of [{ ...limit, currency: 'EUR' }, { ...limit, threshold_amount: 0 }, { threshold_amount: 5 }]) {
      expect((await openai.send('POST', path, wrong)).status).toBe(400);
    }
    expect((await openai.send('DELETE', path)).status).toBe(200);
  });

  it('has alerts, changed as a whole only', async () => {
    const { json } = await openai.send('POST', `${project}/spend_alerts`, alert);
    const path = `${project}/spend_alerts/${String(json['id'])}`;
    expect(json).toMatchObject({ object: 'project.spend_alert', notification_channel: { subject_prefix: null } });
    expect((await openai.send('POST', path, { threshold_amount: 5 })).status).toBe(400);
    expect((await openai.send('POST', path, { ...alert, threshold_amount: 0 })).json).toMatchObject({
      threshold_amount: 0,
    });
    expect((await openai.get(`/organization/spend_alerts/${String(json['id'])}`)).status).toBe(404);
    expect((await openai.send('DELETE', path)).status).toBe(200);
    expect((await openai.get(path)).status).toBe(404);
  });
});

it('certificates count where they are active, and go only when they are nowhere', async () => {
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  const path = '/organization/certificates';
  const { json } = await openai.send('POST', path, { certificate: pem, name: 'gate' });
  const id = String(json['id']);
  const content = await openai.get(`${path}/${id}`, { 'include[]': 'content' });
  expect(JSON.parse(content.text)).toMatchObject({ name: 'gate', certificate_details: { content: pem } });
  const ids = { certificate_ids: [id] };
  expect((await openai.send('POST', `${path}/activate`, ids)).json).toMatchObject({ data: [{ id, active: true }] });
  await openai.send('POST', `${project}/certificates/activate`, ids);
  expect((await openai.send('DELETE', `${path}/${id}`)).status).toBe(400);
  await openai.send('POST', `${path}/deactivate`, ids);
  expect((await openai.send('DELETE', `${path}/${id}`)).status).toBe(400);
  await openai.send('POST', `${project}/certificates/deactivate`, ids);
  expect((await openai.send('DELETE', `${path}/${id}`)).json).toEqual({ id, object: 'certificate.deleted' });
  // All of them or none.
  const both = { certificate_ids: ['cert_unknown', String((await openai.all(path))[0]!.id)] };
  expect((await openai.send('POST', `${path}/deactivate`, both)).status).toBe(404);
  expect((await openai.all(path))[0]).toMatchObject({ active: true });
  expect((await openai.send('POST', path, { certificate: 'no pem' })).status).toBe(400);
});
