import { CAPABILITIES, type Capability } from '@bursar/contract';
import { startSimulator, type Simulator } from '@bursar/openai-admin-simulator';
import {
  DIFFERENCES,
  hasOpenapiFile,
  OPENAPI_FILE,
  operationsOf,
  readOpenapiFile,
  startPrismProxy,
  withDifferences,
  type PrismProxy,
} from '@bursar/openai-admin-simulator/prism';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';

/** The calls of the SDK, asked through `prism proxy --errors`: what breaks OpenAI's own description throws. */
const NOW = new Date('2026-11-21T10:00:00Z');
const DAY = Date.parse('2026-11-18') / 1000;
const START_MS = 60_000;
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

const suite = hasOpenapiFile ? describe : describe.skip;
if (!hasOpenapiFile) it.skip(`is not judged by OpenAI’s description: ${OPENAPI_FILE} is absent`, () => undefined);

suite('what the simulator answers fits OpenAI’s own description', () => {
  let simulator: Simulator;
  let prism: PrismProxy;
  let organization: OpenAI['admin']['organization'];
  let projectId: string;

  beforeAll(async () => {
    simulator = await startSimulator({ now: NOW, projects: 5, keys: 16 });
    const usagePaths = Object.values(CAPABILITIES).map(({ path }) => path);
    prism = await startPrismProxy({
      upstream: simulator.url,
      document: withDifferences(readOpenapiFile(), usagePaths),
    });
    const client = new OpenAI({ adminAPIKey: simulator.adminKey, apiKey: null, baseURL: prism.url, maxRetries: 0 });
    organization = client.admin.organization;
    projectId = simulator.organization.projects[1]!.id;
  }, START_MS);
  afterAll(async () => {
    await prism.stop();
    await simulator.stop();
  });

  /** Every object of a list that pages by itself. */
  async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
    const items: T[] = [];
    for await (const item of pages) items.push(item);
    return items;
  }

  it('for members, invites and admin keys', async () => {
    const members = await all(organization.users.list({ limit: 5 }));
    expect(members).toHaveLength(simulator.organization.members.filter(({ removed }) => !removed).length);
    const reader = simulator.organization.members[1]!;
    expect(await organization.users.list({ emails: [reader.email] })).toMatchObject({ data: [{ id: reader.id }] });
    await organization.users.retrieve(reader.id);
    expect(await organization.users.update(reader.id, { role: 'owner' })).toMatchObject({ role: 'owner' });
    expect(await organization.users.delete(reader.id)).toMatchObject({ deleted: true });

    const projects = [{ id: projectId, role: 'member' as const }];
    const invite = await organization.invites.create({ email: 'new@partner.example', role: 'reader', projects });
    expect(await organization.invites.retrieve(invite.id)).toEqual(invite);
    expect((await all(organization.invites.list({ limit: 2 }))).map(({ id }) => id)).toContain(invite.id);
    await organization.invites.delete(invite.id);

    const key = await organization.adminAPIKeys.create({ name: 'second', expires_in_seconds: 3600 });
    expect(key.value).toMatch(/^sk-admin-/);
    expect(await organization.adminAPIKeys.retrieve(key.id)).not.toHaveProperty('value');
    expect((await all(organization.adminAPIKeys.list({ limit: 1, order: 'desc' })))[0]!.id).toBe(key.id);
    await organization.adminAPIKeys.delete(key.id);
  });

  it('for projects and their members', async () => {
    const made = await organization.projects.create({ name: 'Made by the SDK', residency: 'EU_STORAGE_PROCESSING' });
    await organization.projects.update(made.id, { name: 'Renamed' });
    expect(await organization.projects.retrieve(made.id)).toMatchObject({ name: 'Renamed', status: 'active' });
    const member = simulator.organization.members[2]!;
    const { users } = organization.projects;
    await users.create(made.id, { user_id: member.id, role: 'member' });
    await users.retrieve(member.id, { project_id: made.id });
    await users.update(member.id, { project_id: made.id, role: 'owner' });
    expect((await all(users.list(made.id, { limit: 1 }))).map(({ id }) => id)).toContain(member.id);
    await users.delete(member.id, { project_id: made.id });
    expect(await organization.projects.archive(made.id)).toMatchObject({ status: 'archived' });
    const ids = (await all(organization.projects.list({ limit: 2, include_archived: true }))).map(({ id }) => id);
    expect(ids).toContain(made.id);
    await expect(users.list(made.id)).rejects.toThrow('Project Renamed is archived');
  });

  it('for service accounts and keys', async () => {
    const { serviceAccounts, apiKeys } = organization.projects;
    const account = await serviceAccounts.create(projectId, { name: 'sdk' });
    expect(account.api_key?.value).toMatch(/^sk-proj-/);
    const bare = await serviceAccounts.create(projectId, { name: 'no key', create_service_account_only: true });
    expect(bare).toMatchObject({ api_key: null, role: 'none' });
    await serviceAccounts.retrieve(account.id, { project_id: projectId });
    await serviceAccounts.update(account.id, { project_id: projectId, name: 'sdk, renamed', role: 'owner' });
    expect((await all(serviceAccounts.list(projectId, { limit: 2 }))).map(({ id }) => id)).toContain(account.id);
    const second = await serviceAccounts.apiKeys.create(account.id, { project_id: projectId, name: 'second' });
    const keys = await all(apiKeys.list(projectId, { limit: 2, owner_project_access: 'any' }));
    expect(keys.map(({ id }) => id)).toEqual(expect.arrayContaining([account.api_key!.id, second.id]));
    await apiKeys.update(second.id, { project_id: projectId, scopes: ['api.model.request'], expires_in_seconds: 60 });
    await apiKeys.retrieve(second.id, { project_id: projectId });
    await apiKeys.delete(second.id, { project_id: projectId });
    await serviceAccounts.delete(account.id, { project_id: projectId });
    await expect(apiKeys.retrieve(account.api_key!.id, { project_id: projectId })).rejects.toThrow('404');
  });

  it('for groups, roles and who has them', async () => {
    const member = simulator.organization.members[2]!;
    const { groups, roles, users, projects } = organization;
    const group = await groups.create({ name: 'SDK users' });
    await groups.retrieve(group.id);
    await groups.update(group.id, { name: 'SDK people' });
    expect((await all(groups.list({ limit: 1 }))).map(({ id }) => id)).toContain(group.id);
    await groups.users.create(group.id, { user_id: member.id });
    await groups.users.retrieve(member.id, { group_id: group.id });
    expect(await all(groups.users.list(group.id, { limit: 1 }))).toMatchObject([{ id: member.id }]);

    const role = await roles.create({ role_name: 'sdk', permissions: ['api.organization.read'] });
    await roles.retrieve(role.id);
    await roles.update(role.id, { description: 'By the SDK.' });
    expect((await all(roles.list({ limit: 1 }))).map(({ id }) => id)).toContain(role.id);
    const ofProject = await projects.roles.create(projectId, { role_name: 'sdk', permissions: ['api.project.read'] });
    await projects.roles.retrieve(ofProject.id, { project_id: projectId });
    await projects.roles.update(ofProject.id, { project_id: projectId, role_name: 'sdk-project' });
    expect((await all(projects.roles.list(projectId))).map(({ id }) => id)).toContain(ofProject.id);

    for (const holder of [
      { of: users.roles, id: member.id, in: { user_id: member.id } },
      { of: groups.roles, id: group.id, in: { group_id: group.id } },
    ] as const) {
      await holder.of.create(holder.id, { role_id: role.id });
      expect((await all<{ id: string }>(holder.of.list(holder.id))).map(({ id }) => id)).toContain(role.id);
    }
    await users.roles.retrieve(role.id, { user_id: member.id });
    await groups.roles.retrieve(role.id, { group_id: group.id });

    await projects.groups.create(projectId, { group_id: group.id, role: 'role-api-project-member' });
    await projects.groups.retrieve(group.id, { project_id: projectId });
    expect((await all(projects.groups.list(projectId))).map(({ group_id: id }) => id)).toContain(group.id);
    const inProject = { project_id: projectId };
    await projects.users.roles.create(member.id, { ...inProject, role_id: ofProject.id });
    await projects.users.roles.retrieve(ofProject.id, { ...inProject, user_id: member.id });
    await all(projects.users.roles.list(member.id, inProject));
    await projects.groups.roles.create(group.id, { ...inProject, role_id: ofProject.id });
    await projects.groups.roles.retrieve(ofProject.id, { ...inProject, group_id: group.id });
    await all(projects.groups.roles.list(group.id, inProject));

    await projects.groups.roles.delete(ofProject.id, { ...inProject, group_id: group.id });
    await projects.users.roles.delete(ofProject.id, { ...inProject, user_id: member.id });
    await projects.groups.delete(group.id, inProject);
    await groups.roles.delete(role.id, { group_id: group.id });
    await users.roles.delete(role.id, { user_id: member.id });
    await projects.roles.delete(ofProject.id, inProject);
    await roles.delete(role.id);
    await groups.users.delete(member.id, { group_id: group.id });
    await groups.delete(group.id);
  });

  it('for limits, permissions, tiers and retention', async () => {
    const { rateLimits, modelPermissions, hostedToolPermissions, serviceTierSettings } = organization.projects;
    const [limit] = await all(rateLimits.listRateLimits(projectId, { limit: 3 }));
    const change = { project_id: projectId, max_requests_per_1_minute: 10 };
    expect(await rateLimits.updateRateLimit(limit!.id, change)).toMatchObject({ max_requests_per_1_minute: 10 });
    await modelPermissions.update(projectId, { mode: 'allow_list', model_ids: ['gpt-6-astra'] });
    expect(await modelPermissions.retrieve(projectId)).toMatchObject({ mode: 'allow_list' });
    await modelPermissions.delete(projectId);
    await hostedToolPermissions.update(projectId, { mcp: { enabled: false } });
    expect(await hostedToolPermissions.retrieve(projectId)).toMatchObject({ mcp: { enabled: false } });
    await serviceTierSettings.update(projectId, { enabled_tiers: ['flex'] });
    expect(await serviceTierSettings.retrieve(projectId)).toMatchObject({ enabled_tiers: ['flex'] });
    await organization.dataRetention.update({ retention_type: 'zero_data_retention' });
    expect(await organization.dataRetention.retrieve()).toMatchObject({ type: 'zero_data_retention' });
    await organization.projects.dataRetention.update(projectId, { retention_type: 'none' });
    expect(await organization.projects.dataRetention.retrieve(projectId)).toMatchObject({ type: 'none' });
  });

  it('for spend limits and alerts, in cents', async () => {
    const limit = { currency: 'USD', interval: 'month', threshold_amount: 10_000 } as const;
    const channel = { type: 'email', recipients: ['finance@acme-robotics.example'] } as const;
    const alert = { ...limit, notification_channel: { ...channel, recipients: [...channel.recipients] } };
    const { spendLimit, spendAlerts, projects } = organization;
    await spendLimit.update(limit);
    expect(await spendLimit.retrieve()).toMatchObject({ threshold_amount: 10_000 });
    await spendLimit.delete();
    await expect(spendLimit.retrieve()).rejects.toThrow('404');
    const made = await spendAlerts.create(alert);
    await spendAlerts.retrieve(made.id);
    await spendAlerts.update(made.id, { ...alert, threshold_amount: 20_000 });
    expect((await all(spendAlerts.list({ limit: 1 }))).map(({ id }) => id)).toContain(made.id);
    await spendAlerts.delete(made.id);

    await projects.spendLimit.update(projectId, limit);
    await projects.spendLimit.retrieve(projectId);
    await projects.spendLimit.delete(projectId);
    const ofProject = await projects.spendAlerts.create(projectId, alert);
    await projects.spendAlerts.retrieve(ofProject.id, { project_id: projectId });
    await projects.spendAlerts.update(ofProject.id, { project_id: projectId, ...alert });
    expect((await all(projects.spendAlerts.list(projectId))).map(({ id }) => id)).toContain(ofProject.id);
    await projects.spendAlerts.delete(ofProject.id, { project_id: projectId });
  });

  it('for certificates', async () => {
    const { certificates, projects } = organization;
    const made = await certificates.create({ certificate: CERTIFICATE, name: 'sdk' });
    await certificates.retrieve(made.id, { include: ['content'] });
    await certificates.update(made.id, { name: 'sdk, renamed' });
    const ids = { certificate_ids: [made.id] };
    await all(certificates.activate(ids));
    await all(projects.certificates.activate(projectId, ids));
    expect((await all(projects.certificates.list(projectId, { limit: 1 })))[0]).toMatchObject({ active: true });
    await expect(certificates.delete(made.id)).rejects.toThrow('inactive everywhere');
    await all(projects.certificates.deactivate(projectId, ids));
    await all(certificates.deactivate(ids));
    expect((await all(certificates.list({ limit: 1 }))).map(({ id }) => id)).toContain(made.id);
    await certificates.delete(made.id);
  });

  it('for the audit log, which tells what was done above', async () => {
    const since = { effective_at: { gte: NOW.getTime() / 1000 } };
    const events = await all(organization.auditLogs.list({ ...since, limit: 7 }));
    const told = ['project.created', 'api_key.created', 'role.assignment.deleted', 'rate_limit.updated'];
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(told));
    const types = ['api_key.created' as const];
    const own = await all(
      organization.auditLogs.list({
        ...since,
        event_types: types,
        project_ids: [simulator.organization.projects[0]!.id],
      }),
    );
    expect(own.every(({ actor }) => actor?.type === 'api_key')).toBe(true);
    expect(own.length).toBeGreaterThan(1);
    await all(organization.auditLogs.list({ tenant_only: true }));
  });

  it.each(Object.entries(CAPABILITIES))('for the buckets of %s', async (_name, capability: Capability) => {
    // The table holds the method's name for each capability; the SDK's types are compared with it elsewhere.
    const usage = organization.usage as unknown as Record<string, (query: object) => Promise<{ data: unknown[] }>>;
    for (const dimension of [undefined, ...capability.dimensions]) {
      const group = dimension === undefined ? {} : { group_by: [dimension] };
      const page = await usage[capability.sdkMethod]!({ start_time: DAY, end_time: DAY + 172_800, limit: 2, ...group });
      expect(page.data).toHaveLength(2);
    }
    const one = { start_time: DAY, end_time: DAY + 86_400, project_ids: [projectId] };
    expect((await usage[capability.sdkMethod]!(one)).data).toHaveLength(1);
  });

  it('in every operation that the description has', () => {
    const asked = prism.asked.map((line) => line.replace(/\?.*$/, ''));
    const missed = operationsOf(withDifferences(readOpenapiFile()))
      .map(({ method, path }) => ({
        name: `${method} ${path}`,
        pattern: new RegExp(`^${method} ${path.replace(/\{\w+\}/g, '[^/]+')}$`),
      }))
      .filter(({ pattern }) => !asked.some((line) => pattern.test(line)));
    expect(missed.map(({ name }) => name)).toEqual([]);
  });

  it('without a single objection', () => {
    expect(prism.violations).toEqual([]);
  });

  it('though an objection would be heard', async () => {
    simulator.faults.add({ kind: 'item-fields', fields: { added_at: 'yesterday' }, times: 1 });
    await expect(organization.users.list({ limit: 1 })).rejects.toThrow('500');
    await expect(organization.users.list({ limit: Number.NaN })).rejects.toThrow('422');
    expect(prism.violations.map(({ request }) => request)).toEqual([
      'GET /organization/users?limit=1',
      'GET /organization/users?limit=NaN',
    ]);
    expect(prism.violations[0]!.said).toContain('added_at');
  });

  it('but for the differences of one table, each with its reason', () => {
    for (const { what, reason } of DIFFERENCES) expect([what, reason]).toEqual([what, expect.stringMatching(/\d/)]);
  });
});
