/** A server that begins without any key, two organizations behind one address, and people who enter keys over HTTP. */
import { type Simulator, startSimulator } from '@bursar/openai-admin-simulator';
import type { Problem } from '@bursar/contract';
import { startStand, type SyncStand, TINY } from '../../sync/testing/sync-stand.js';
import { type Served, serve } from '../../testing/served.js';
import { ConnectionsModule } from '../connections.module.js';
import { type OneAddress, startOneAddress } from './one-address.js';

export const SECRET = 'a secret of the spec, thirty-two characters long';

export const KEYS = {
  first: 'sk-admin-1st-reads-0123456789abcdefgHIJ1',
  next: 'sk-admin-1st-later-0123456789abcdefgHIJ2',
  write: 'sk-admin-1st-write-0123456789abcdefgHIJ3',
  usage: 'sk-admin-1st-usage-0123456789abcdefgHIJ4',
  management: 'sk-admin-1st-lists-0123456789abcdefgHIJ5',
  logs: 'sk-admin-1st-logs--0123456789abcdefgHIJ6',
  spare: 'sk-admin-1st-spare-0123456789abcdefgHIJ7',
  second: 'sk-admin-2nd-reads-0123456789abcdefgHIJ8',
} as const;

export interface Answered<T = unknown> {
  status: number;
  body: T;
}

export interface TwoConnected {
  stand: SyncStand;
  /** Of `KEYS.first` and most others. */
  first: Simulator;
  second: Simulator;
  address: OneAddress;
  /** Of the stand's first engine. */
  served: Served;
  send(method: string, path: string, body?: unknown): Promise<Answered>;
  /** What is wrong, and where. */
  refusal(method: string, path: string, body?: unknown): Promise<[status: number, detail: string, pointer?: string]>;
  close(): Promise<void>;
}

export async function startTwoConnected(): Promise<TwoConnected> {
  const second = await startSimulator({
    ...TINY,
    seed: 7,
    organizationId: 'org-second',
    adminKeys: [{ value: KEYS.second }],
  });
  const { second: ofSecond, ...ofFirst } = KEYS;
  const front = { url: '', keys: Object.values(ofFirst) };
  const address = await startOneAddress([front, { url: second.url, keys: [ofSecond] }]);
  const stand = await startStand({
    simulator: {
      ...TINY,
      organizationId: 'org-first',
      adminKeys: [
        { value: KEYS.first },
        { value: KEYS.next },
        { value: KEYS.spare },
        { value: KEYS.write, scopes: [] },
        { value: KEYS.usage, scopes: ['api.usage.read'] },
        { value: KEYS.management, scopes: ['api.management.read'] },
        { value: KEYS.logs, scopes: ['api.audit_logs.read'] },
      ],
    },
    engine: {
      adminKey: null,
      baseUrl: address.url,
      backfillMonths: 1,
      secret: SECRET,
      shared: true,
      modules: [ConnectionsModule],
    },
  });
  front.url = stand.simulator.url;
  const served = await serve(stand.engine.module);
  const send = (method: string, path: string, body?: unknown): Promise<Answered> =>
    sendTo(served.url, method, path, body);
  return {
    stand,
    first: stand.simulator,
    second,
    address,
    served,
    send,
    async refusal(...asked) {
      const { status, body } = await send(...asked);
      // The contract's shape, of which the specs of the HTTP layer hold every field.
      const { detail, errors } = body as Problem;
      return [status, detail, ...errors.slice(0, 1).flatMap(({ pointer }) => pointer ?? [])] as [number, string];
    },
    async close() {
      await served.close();
      await stand.close();
      await second.stop();
      await address.close();
    },
  };
}

async function sendTo(url: string, method: string, path: string, body: unknown): Promise<Answered> {
  const response = await fetch(`${url}/api/v1/organizations${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}
