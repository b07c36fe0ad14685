import { describe, expect, it } from '@jest/globals';
import {
  baseDimensions,
  CAPABILITIES,
  type Capability,
  type CapabilityTable,
  maxPageLimit,
  measuresOf,
} from './capabilities.js';
import { UNITS, WIDTHS } from './units.js';

// Widened: the promises hold for any entry, so they are checked as a later entry would have to keep them.
const TABLE: CapabilityTable = CAPABILITIES;

/** Names that become columns and query parameters. */
const NAME = /^[a-z][a-z0-9_]*$/;

describe.each(Object.entries(TABLE))('the capability %s', (name, capability) => {
  const measures = Object.entries(capability.measures);
  const side = capability.sideDimensions ?? [];
  const derived = capability.derivedDimensions ?? [];

  it('is spelt as the last part of OpenAI’s path', () => {
    expect(capability.path).toMatch(/^\/organization\/(usage\/)?[a-z_]+$/);
    expect(capability.path.split('/').at(-1)).toBe(name);
  });

  it('is spelt by the SDK as the same words in camel case', () => {
    expect(capability.sdkMethod).toBe(name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
  });

  it('says which rows are its own', () => {
    expect(capability.result).toMatch(/^organization\.[a-z_.]+\.result$/);
    expect(capability.label).not.toBe('');
  });

  it('names a dimension once', () => {
    const all = [...capability.dimensions, ...derived];
    expect(new Set(all).size).toBe(all.length);
    for (const dimension of all) expect(dimension).toMatch(NAME);
  });

  it('refuses, and reads aside, only dimensions that it has', () => {
    expect(capability.dimensions).toEqual(expect.arrayContaining([...(capability.refusable ?? [])]));
    expect(capability.dimensions).toEqual(expect.arrayContaining([...side]));
  });

  it('leaves a base reading that can shed what may be refused', () => {
    const base = baseDimensions(capability);
    expect(base).not.toHaveLength(0);
    expect(base.filter((dimension) => !capability.refusable?.includes(dimension))).not.toHaveLength(0);
  });

  it('opens with one of its measures', () => {
    expect(Object.keys(capability.measures)).toContain(capability.headline);
  });

  it('adds up only measures that it has, of one unit', () => {
    const unitOf = (measure: string) => capability.measures[measure]?.unit;
    for (const [whole, parts] of Object.entries(capability.sums ?? {})) {
      expect(unitOf(whole)).toBeDefined();
      expect(new Set(parts.map(unitOf))).toEqual(new Set([unitOf(whole)]));
    }
  });

  it('measures in known units, by names that are no dimensions', () => {
    for (const [measure, { unit }] of measures) {
      expect(measure).toMatch(NAME);
      expect(Object.keys(UNITS)).toContain(unit);
      expect([...capability.dimensions, ...derived]).not.toContain(measure);
    }
  });

  it('keeps apart only what the base reading tells apart', () => {
    for (const [, { within = [] }] of measures) {
      expect(baseDimensions(capability)).toEqual(expect.arrayContaining([...within]));
    }
  });

  it('is served in known widths, daily among them', () => {
    expect(new Set(capability.widths).size).toBe(capability.widths.length);
    expect(Object.keys(WIDTHS)).toEqual(expect.arrayContaining([...capability.widths]));
    expect(capability.widths).toContain('1d');
    expect(capability.widths).toEqual(expect.arrayContaining([...(capability.collected ?? [])]));
  });

  it('dates only the dimensions that it has, by the day that OpenAI began to take them', () => {
    for (const [dimension, day] of Object.entries(capability.groupedSince ?? {})) {
      expect(capability.refusable).toContain(dimension);
      expect(new Date(day).toISOString().slice(0, 10)).toBe(day);
    }
  });
});

describe('the capability table', () => {
  const values = Object.values(TABLE);
  const all = (field: (capability: Capability) => string) => values.map(field);

  it('never reads one path, method or kind of row twice', () => {
    for (const list of [all((c) => c.path), all((c) => c.sdkMethod), all((c) => c.result), all((c) => c.label)]) {
      expect(new Set(list).size).toBe(list.length);
    }
  });

  it('gives a measure the same unit wherever it appears, for it is one column', () => {
    const once = measuresOf(TABLE);
    for (const { measures } of values) {
      for (const [name, { unit, combine }] of Object.entries(measures)) {
        expect({ name, ...once.get(name) }).toMatchObject({ name, unit, combine });
      }
    }
  });

  it('holds everything that OpenAI meters by this SDK', () => {
    // A count, not the names: what is missing or new is told by the comparison with the SDK in libs/openai-admin.
    expect(values).toHaveLength(12);
  });

  it('knows stored bytes as the only level', () => {
    const levels = [...measuresOf(TABLE)].filter(([, { combine }]) => combine === 'level');
    expect(levels.map(([name, { unit }]) => [name, unit])).toEqual([['usage_bytes', 'bytes']]);
  });

  it('takes an invented entry like its own', () => {
    const invented: Capability = {
      label: 'Dreams',
      path: '/organization/usage/dreams',
      sdkMethod: 'dreams',
      result: 'organization.usage.dreams.result',
      dimensions: ['project_id', 'model', 'mood'],
      sideDimensions: ['mood'],
      measures: { num_requests: { unit: 'requests', combine: 'sum' } },
      headline: 'num_requests',
      widths: ['1d'],
    };
    expect(baseDimensions(invented)).toEqual(['project_id', 'model']);
    expect(measuresOf({ ...TABLE, dreams: invented }).size).toBe(measuresOf(TABLE).size);
    expect(maxPageLimit(invented, '1d')).toBe(31);
  });
});

describe('billed costs', () => {
  const { costs } = CAPABILITIES;

  it('are read by project, line item and key together; by member aside', () => {
    expect(baseDimensions(costs)).toEqual(['project_id', 'line_item', 'api_key_id']);
  });

  it('come by day only, up to 180 at once', () => {
    expect(costs.widths).toEqual(['1d']);
    expect(maxPageLimit(costs, '1d')).toBe(180);
  });

  it('have decimals, and add quantities within one line item only', () => {
    expect(UNITS[costs.measures.amount.unit].storage).toBe('decimal');
    expect(UNITS[costs.measures.quantity.unit].storage).toBe('decimal');
    expect(costs.measures.quantity.within).toEqual(['line_item']);
  });
});

describe('maxPageLimit', () => {
  it.each([
    ['1m', 1440],
    ['1h', 168],
    ['1d', 31],
  ] as const)('is what OpenAI allows of %s buckets', (width, limit) => {
    expect(maxPageLimit(CAPABILITIES.completions, width)).toBe(limit);
  });
});
