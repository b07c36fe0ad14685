/** Starts a simulator for a spec and asks it over HTTP as any client would, without any client's help. */
import { parseDecimal } from '../decimal.js';
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator.js';

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
}

export interface ResultRow {
  object: string;
  amount: { value: string; currency: string };
  quantity: number | null;
  quantity_unit: string | null;
  [field: string]: unknown;
}

export interface Page {
  object: string;
  data: { start_time: number; end_time: number; results: ResultRow[] }[];
  has_more: boolean;
  next_page: string | null;
}

export interface ListPage {
  object: string;
  data: (Record<string, unknown> & { id: string })[];
  has_more: boolean;
  last_id: string | null;
  next?: string | null;
}

export type Query = Readonly<Record<string, string | number | readonly string[]>>;

export interface Asked extends Simulator {
  get(path: string, query?: Query, headers?: Record<string, string>): Promise<Reply>;
  page(path: string, query: Query): Promise<Page>;
  /** All buckets of a range, page by page. */
  buckets(path: string, query: Query): Promise<Page['data']>;
  list(path: string, query?: Query): Promise<ListPage>;
  /** All objects of a list, page by page, by whichever cursor the list has. */
  all(path: string, query?: Query): Promise<ListPage['data']>;
  /** The status and the answer of a change. */
  send(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<Sent>;
}

export interface Sent {
  status: number;
  /** Of an error what it says, else the object. */
  json: Record<string, unknown>;
  message: string;
}

export const NOW = new Date('2026-11-21T14:00:30Z');

/** Unix seconds of a day's midnight. */
export const midnight = (day: string): number => Date.parse(day) / 1000;

export const errorOf = (reply: Reply): { message: string; param: string | null; code: string | null } => {
  // Specs look at error answers only after their status.
  return (JSON.parse(reply.text) as { error: { message: string; param: string | null; code: string | null } }).error;
};

/** Amount on the wire in units of 10^-34; more decimals than that have to be zeros. */
export function exact(text: string): bigint {
  if (text === '0E-6176') return 0n;
  return parseDecimal(text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text);
}

export const sumOf = (rows: readonly ResultRow[]): bigint =>
  rows.reduce((sum, row) => sum + exact(row.amount.value), 0n);

export async function startAsked(options: SimulatorOptions = {}): Promise<Asked> {
  const simulator = await startSimulator({ now: NOW, ...options });
  const get: Asked['get'] = async (path, query = {}, headers = {}) => {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      for (const one of Array.isArray(value) ? (value as readonly string[]) : [String(value)]) search.append(name, one);
    }
    const authorization = `Bearer ${simulator.adminKey}`;
    const reply = await fetch(`${simulator.url}${path}?${search}`, { headers: { authorization, ...headers } });
    return { status: reply.status, headers: reply.headers, text: await reply.text() };
  };
  const json = async (path: string, query: Query): Promise<unknown> => {
    const reply = await get(path, query);
    if (reply.status !== 200) throw new Error(`${path} answered ${reply.status}: ${reply.text}`);
    return JSON.parse(reply.text);
  };
  // The shapes are what these specs are about: a wrong one fails where it is looked at.
  const page: Asked['page'] = async (path, query) => (await json(path, query)) as Page;
  const list: Asked['list'] = async (path, query = {}) => (await json(path, query)) as ListPage;
  const buckets: Asked['buckets'] = async (path, query) => {
    const all: Page['data'] = [];
    let token: string | null = null;
    do {
      const next: Page = await page(path, token === null ? query : { ...query, page: token });
      all.push(...next.data);
      token = next.next_page;
    } while (token !== null);
    return all;
  };
  const all: Asked['all'] = async (path, query = {}) => {
    const items: ListPage['data'] = [];
    let after: string | null = null;
    do {
      const next: ListPage = await list(path, after === null ? query : { ...query, after });
      items.push(...next.data);
      after = next.has_more ? (next.next ?? next.last_id) : null;
    } while (after !== null);
    return items;
  };
  const send: Asked['send'] = async (method, path, body) => {
    const headers = { authorization: `Bearer ${simulator.adminKey}`, 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const reply = await fetch(simulator.url + path, { method, headers, ...sent });
    // Every answer of the simulator is an object; its fields are what the specs look at.
    const answered = (await reply.json()) as Sent['json'] & { error?: { message?: string } };
    return { status: reply.status, json: answered, message: answered.error?.message ?? '' };
  };
  return { ...simulator, get, page, list, buckets, all, send };
}
