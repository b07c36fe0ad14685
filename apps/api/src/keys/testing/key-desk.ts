/** The real server over a directory and facts that a spec writes as feeds would. */
import { CAPABILITIES, keyInventoryAnswer, type KeyInventoryAnswer, type KeyInventoryItem } from '@bursar/contract';
import { DirectoryStore } from '../../directory/directory.store.js';
import { connectOrganization, type ListingOrganization } from '../../directory/testing/listing-organization.js';
import { type CostRow, MeteringFixture } from '../../metering/testing/metering-fixture.js';
import { type Asker, signIn } from '../../testing/signed-in.js';
import { startTestApplication, type TestApplication } from '../../testing/test-application.js';

/** What a key was used for on a day. */
export interface UseRow {
  day: string;
  project: string;
  key: string | null;
  model: string;
  requests: number;
}

export interface Answered {
  status: number;
  /** JSON, or text. */
  body: unknown;
}

export interface KeyDesk {
  readonly metering: MeteringFixture;
  readonly server: TestApplication;
  readonly directory: DirectoryStore;
  /** `org-keys`; `org-one` of the fixture is there as well, without keys. */
  readonly organization: ListingOrganization;
  /** Reads a day of costs. */
  bill(day: string, rows: readonly Omit<CostRow, 'day'>[], organizationId?: number): Promise<void>;
  /** Reads a day of requests of a capability. */
  use(capability: 'completions' | 'embeddings', rows: readonly UseRow[]): Promise<void>;
  /** A cookie of somebody else than the owner who asks otherwise. */
  as(asker: Asker): Promise<string>;
  send(method: string, path: string, given?: { body?: unknown; cookie?: string }): Promise<Answered>;
  inventory(query?: string, cookie?: string): Promise<KeyInventoryAnswer>;
  /** @throws Error where it is not in the inventory */
  key(id: string, cookie?: string): Promise<KeyInventoryItem>;
  close(): Promise<void>;
}

export const NOON = '2026-11-21T12:00:00Z';

/** Unix seconds, so many days before noon. */
export const daysAgo = (days: number): number => Date.parse(NOON) / 1000 - days * 86_400;

export async function startKeyDesk(): Promise<KeyDesk> {
  const metering = await MeteringFixture.start();
  const { database, clock } = metering;
  clock.set(NOON);
  const server = await startTestApplication({ database, clock });
  const organization = await connectOrganization(database.dataSource, 'org-keys', () => clock.now());
  for (const feed of ['costs', 'usage-1d/completions', 'usage-1d/embeddings']) {
    await metering.query(`INSERT INTO feeds (organization_id, feed, fence) VALUES ($1, $2, 1)`, [
      organization.id,
      feed,
    ]);
  }
  const send: KeyDesk['send'] = async (method, path, { body, cookie = server.headers.cookie } = {}) => {
    const response = await server.fetch(`/api/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json', cookie },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    const told: unknown = isJson ? JSON.parse(text) : text;
    return { status: response.status, body: told };
  };
  const inventory: KeyDesk['inventory'] = async (query = '', cookie) => {
    const { status, body } = await send('GET', `key-inventory?${query}`, cookie === undefined ? {} : { cookie });
    if (status !== 200) throw new Error(`key-inventory?${query} answered ${status}: ${JSON.stringify(body)}`);
    return keyInventoryAnswer.parse(body);
  };
  return {
    metering,
    server,
    directory: server.application.nest.get(DirectoryStore),
    organization,
    async bill(day, rows, organizationId = organization.id) {
      const dated = rows.map((row) => ({ day, ...row }));
      await metering.read({ start: day, end: dayAfter(day), readAt: NOON, organizationId, rows: dated });
    },
    async use(capability, rows) {
      for (const day of new Set(rows.map((row) => row.day))) {
        const groupBy = CAPABILITIES[capability].dimensions;
        const target = { organizationId: organization.id, capability, feed: `usage-1d/${capability}`, groupBy };
        const writer = await metering.open({ ...target, start: new Date(day), end: new Date(dayAfter(day)) });
        const ofDay = rows.filter((row) => row.day === day).map((row) => resultRow(row, groupBy));
        await writer.append(Date.parse(day) / 1000, ofDay);
        await writer.commit(new Date(NOON));
      }
    },
    as: (asker) => signIn(server.application.nest, asker),
    send,
    inventory,
    async key(id, cookie) {
      const { data } = await inventory(`id=${id}&include_gone=true`, cookie);
      const [found] = data;
      if (found === undefined) throw new Error(`The key ${id} is not in the inventory.`);
      return found;
    },
    async close() {
      await server.close();
      await metering.stop();
    },
  };
}

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

function resultRow({ project, key, model, requests }: UseRow, groupBy: readonly string[]) {
  const told: Record<string, string | null> = { project_id: project, api_key_id: key, model };
  return {
    dimensions: Object.fromEntries(groupBy.map((name) => [name, told[name] ?? null])),
    measures: { num_model_requests: String(requests) },
    currency: null,
    quantityUnit: null,
  };
}
