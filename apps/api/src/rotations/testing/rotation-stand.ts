/** A server with one organization whose keys are rotated over HTTP, and a clock that the suite moves. */
import { CAPABILITIES, type Problem, type Rotation } from '@bursar/contract';
import { RereadsStore } from '../../directory/rereads.store.js';
import { COSTS_ONLY, type EngineOptions, startStand, type SyncStand, TINY } from '../../sync/testing/sync-stand.js';
import { ELSEWHERE, OWNER, type Served, serve } from '../../testing/served.js';
import { OpenSteps } from '../open-steps.service.js';
import { RotationWatch } from '../rotation-watch.service.js';
import { RotationsModule } from '../rotations.module.js';

const MINUTE_MS = 60_000;
const { completions, audio_transcriptions } = CAPABILITIES;
const WATCHED = ['usage-1m/completions', 'usage-1m/audio_transcriptions', 'changed-objects'];

export interface Answered<T = unknown> {
  status: number;
  headers: Headers;
  text: string;
  body: T;
}

export interface RotationStand {
  stand: SyncStand;
  served: Served;
  projectId: string;
  /** Of a service account, and used when the suite says so. */
  keyId: string;
  accountId: string;
  /** Makes a key of an account at OpenAI, and has it listed. */
  keyAt(accountId: string): Promise<string>;
  send<T = Rotation>(
    method: string,
    path: string,
    body?: unknown,
    by?: { served?: Served; who?: 'elsewhere' },
  ): Promise<Answered<T>>;
  /** What is wrong, by its code and in words. */
  refusal(method: string, path: string, body?: unknown): Promise<[status: number, type: string, detail: string]>;
  /** Time goes on, and what is watched is read; each so many minutes in turn. */
  pass(minutes: number, feeds?: readonly string[]): Promise<void>;
  /** A key is used at so many minutes before now. */
  use(keyId: string, minutesAgo: number, requests?: number): void;
  close(): Promise<void>;
}

export async function startRotations(options: { engine?: EngineOptions } = {}): Promise<RotationStand> {
  const stand = await startStand({
    simulator: { ...TINY, usageLagMinutes: 0 },
    engine: {
      capabilities: { ...COSTS_ONLY, completions, audio_transcriptions },
      backfillMonths: 1,
      directory: ['projects', 'api-keys', 'service-accounts', 'changed-objects'],
      shared: true,
      modules: [RotationsModule],
      ...options.engine,
    },
  });
  const { simulator } = stand;
  const project = simulator.organization.projects.find(({ archivedAt, removed }) => archivedAt === null && !removed);
  if (project === undefined) throw new Error('The simulated organization has no project.');
  // From here on nothing is used but what the suite uses: what was invented is quiet for days.
  for (const { id, deleted } of simulator.organization.keys) if (!deleted) simulator.organization.deleteKey(id);
  simulator.clock.advance(3 * 24 * 60 * MINUTE_MS);
  const account = simulator.organization.addServiceAccount(project.id, 'deployer');
  const made = await makeKey(stand, project.id, account.id);
  await stand.collect();
  const served = await serve(stand.engine.module, ({ headers }) =>
    headers['x-who'] === 'elsewhere' ? ELSEWHERE : OWNER,
  );
  const send: RotationStand['send'] = (method, path, body, by = {}) =>
    sendTo((by.served ?? served).url, { method, path, body, who: by.who ?? 'owner' });
  return {
    stand,
    served,
    projectId: project.id,
    keyId: made,
    accountId: account.id,
    async keyAt(accountId) {
      const id = await makeKey(stand, project.id, accountId);
      const [first] = await stand.query<{ id: number }>('SELECT min(id) AS id FROM organizations');
      const request = { kind: 'api_key', parentId: project.id, id } as const;
      await stand.engine.module.get(RereadsStore).request(first?.id ?? 0, [request], 'own_action');
      await stand.engine.sync.runUntilIdle();
      return id;
    },
    send,
    async refusal(method, path, body) {
      const answered = await send<Problem>(method, path, body);
      return [answered.status, answered.body.type, answered.body.detail];
    },
    async pass(minutes, feeds = WATCHED) {
      simulator.clock.advance(minutes * MINUTE_MS);
      await stand.engine.module.get(RotationWatch).beginAll();
      await stand.engine.module.get(OpenSteps).settleAll();
      await stand.makeDue(...feeds);
      await stand.engine.sync.runUntilIdle();
    },
    use(keyId, minutesAgo, requests = 3) {
      simulator.addEvent({
        capability: 'completions',
        at: new Date(simulator.clock.now().getTime() - minutesAgo * MINUTE_MS),
        dimensions: {
          ...{ project_id: project.id, user_id: account.id, api_key_id: keyId, model: 'gpt-5.1' },
          ...{ batch: 'false', service_tier: 'default', api_source: null },
        },
        measures: { num_model_requests: requests, input_text_tokens: 1000, output_text_tokens: 10 },
      });
    },
    async close() {
      await served.close();
      await stand.close();
    },
  };
}

/** As if somebody did it in OpenAI's own dashboard. */
async function makeKey(stand: SyncStand, projectId: string, accountId: string): Promise<string> {
  const path = `organization/projects/${projectId}/service_accounts/${accountId}/api_keys`;
  const response = await fetch(`${stand.simulator.url}/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stand.simulator.adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'deploy-prod' }),
  });
  // OpenAI's answer to a creation names what it made.
  const { id } = (await response.json()) as { id: string };
  return id;
}

async function sendTo<T>(
  url: string,
  { method, path, body, who }: { method: string; path: string; body: unknown; who: string },
): Promise<Answered<T>> {
  const response = await fetch(`${url}/api/v1/rotations${path}`, {
    method,
    headers: { 'content-type': 'application/json', connection: 'close', 'x-who': who },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  // The routes' own schemas are held by the suites of the contract.
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as T };
}
