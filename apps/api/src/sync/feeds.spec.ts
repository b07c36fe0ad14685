import { describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from '@bursar/contract';
import { DIRECTORY_FEED_NAMES, feedNames, feedsNamed, feedsOf } from './feeds.js';

const { completions, costs } = CAPABILITIES;

describe('the table of feeds', () => {
  it('holds the lists and what a capability says is collected, nothing else', () => {
    const names = feedsOf(CAPABILITIES, 13, ['api-keys', 'projects']).map(({ name }) => name);
    const used = Object.keys(CAPABILITIES).filter((name) => name !== 'costs');
    expect(names).toEqual([
      'projects',
      'api-keys',
      'audit-log',
      'audit-log/tenant',
      'costs',
      ...['usage-1d', 'usage-1h', 'usage-1m'].flatMap((kind) => used.map((name) => `${kind}/${name}`)),
      'costs-by-user',
    ]);
    expect(feedsOf({}, 13).map(({ name }) => name)).toEqual([...DIRECTORY_FEED_NAMES, 'audit-log', 'audit-log/tenant']);
  });

  it('names usage by its width and capability', () => {
    const feeds = feedsOf({ completions: { ...completions, collected: ['1d'] } }, 13, ['projects', 'api-keys']);
    expect(feeds.at(-1)?.name).toBe('usage-1d/completions');
    expect(feedNames(feeds)).toEqual([
      'projects',
      'api-keys',
      'audit-log',
      'audit-log/tenant',
      'usage-1d',
      'usage-1d/completions',
    ]);
    expect(feedsNamed(feeds, 'usage-1d')).toEqual([feeds.at(-1)]);
    expect(feedsNamed(feeds, 'usage')).toEqual([]);
  });

  it('reads costs by project, line item and key, then without the key, and splits where keys begin', () => {
    const feed = feedsOf({ costs }, 13).find(({ name }) => name === 'costs');
    expect(feed).toMatchObject({
      groupings: [
        ['project_id', 'line_item', 'api_key_id'],
        ['project_id', 'line_item'],
      ],
      periodSeconds: 3600,
      family: 'GET /organization/costs',
      // OpenAI's own epoch of the first day with keys.
      policy: { history: { months: 13 }, borders: [1_764_979_200_000], closedMonthOn: 3, liveBuckets: 3 },
    });
  });

  it('gives up as few dimensions as it can where several may be refused', () => {
    const feed = feedsOf({ completions: { ...completions, collected: ['1d'] } }, 13).at(-1);
    if (feed?.kind !== 'facts') throw new Error('A capability makes a feed of facts.');
    const all = ['project_id', 'user_id', 'api_key_id', 'model', 'batch', 'service_tier', 'api_source'];
    const without = (...names: string[]) => all.filter((name) => !names.includes(name));
    expect(feed.groupings).toEqual([
      all,
      without('api_source'),
      without('service_tier'),
      without('api_source', 'service_tier'),
      // What every organization has been seen to get.
      all.slice(0, 4),
      all.slice(0, 3),
      all.slice(0, 2),
      all.slice(0, 1),
    ]);
  });
});
