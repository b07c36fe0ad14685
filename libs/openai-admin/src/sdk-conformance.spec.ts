import { CAPABILITIES, type Capability } from '@bursar/contract';
import { describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { SDK_DISAGREEMENTS, type Disagreements } from './sdk-conformance.js';

const capabilities: [string, Capability][] = Object.entries(CAPABILITIES);

function sdkWith(fetch: (url: string) => Promise<Response>): OpenAI {
  return new OpenAI({ adminAPIKey: 'unused', maxRetries: 0, fetch: (url) => fetch(String(url)) });
}

describe('the capability table and the SDK', () => {
  it('agree on dimensions, widths, measures and results', () => {
    // The compiler checks it; this keeps the check from being optimized away unseen.
    expect(SDK_DISAGREEMENTS).toEqual({});
  });

  it('have the same methods', () => {
    const { usage } = sdkWith(() => Promise.reject(new Error('nothing is sent'))).admin.organization;
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(usage)).filter((name) => name !== 'constructor');
    expect(capabilities.map(([, { sdkMethod }]) => sdkMethod).sort()).toEqual(methods.sort());
  });

  it.each(capabilities)('have the same path for %s, spelt like its name', async (name, { sdkMethod, path }) => {
    const urls: string[] = [];
    const sdk = sdkWith((url) => {
      urls.push(url);
      return Promise.resolve(Response.json({}));
    });
    const { usage } = sdk.admin.organization;
    const method: unknown = Reflect.get(usage, sdkMethod);
    if (typeof method !== 'function') throw new Error(`no method ${sdkMethod}`);
    await method.call(usage, { start_time: 0 });
    expect(urls).toEqual([`https://api.openai.com/v1${path}?start_time=0`]);
    expect(path.split('/').at(-1)).toBe(name);
  });

  it('name each disagreement at compile time', () => {
    type Row =
      { object: 'sleep.result'; hours: number; naps?: number | null; bed?: string | null } | { object: 'walk.result' };
    type Reads<Query> = (query: Query) => Promise<{ data: { results: Row[] }[] }>;
    interface Usage {
      sleep: Reads<{ group_by?: ('bed' | 'room')[]; bucket_width?: '1d' | '1h' }>;
      walk: Reads<{ bucket_width?: '1d' }>;
    }
    const entries = {
      sleep: {
        label: 'Sleep',
        path: '/sleep',
        sdkMethod: 'sleep',
        result: 'sleep.result',
        dimensions: ['bed', 'mattress'],
        measures: { hours: { unit: 'seconds', combine: 'sum' }, snores: { unit: 'requests', combine: 'sum' } },
        headline: 'hours',
        widths: ['1d'],
      },
    } as const satisfies Record<string, Capability>;
    const named: Record<Disagreements<typeof entries, Usage>, true> = {
      'table: method walk is in the SDK and not in the table': true,
      'table: result walk.result is in the SDK and not in the table': true,
      'sleep: dimension room is in the SDK and not in the table': true,
      'sleep: dimension mattress is in the table and not in the SDK': true,
      'sleep: width 1h is in the SDK and not in the table': true,
      'sleep: measure naps is in the SDK and not in the table': true,
      'sleep: measure snores is in the table and not in the SDK': true,
    };
    expect(Object.keys(named).length).toBeGreaterThan(Object.keys(entries).length);
  });
});
