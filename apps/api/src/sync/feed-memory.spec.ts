import { describe, expect, it } from '@jest/globals';
import { noteOddities, readMemory } from './feed-memory.js';

describe('a memory of another version', () => {
  it.each([[null], [{ refusals: 'many' }], ['text'], [{ pageSizes: { x: { buckets: 0 } } }]])(
    '%j is forgotten',
    (stored) => {
      expect(readMemory(stored)).toEqual(readMemory({}));
    },
  );
});

describe('what OpenAI sends that nobody knows', () => {
  it('is told once and kept with an example (cases 62, 63 and 65)', () => {
    const memory = readMemory({});
    const page = {
      kind: 'page' as const,
      buckets: [0],
      rows: 1,
      bytes: 10,
      requestId: null,
      ignored: new Map([['organization.costs.tax', 2]]),
      ignoredRows: [{ startSeconds: 0, object: 'organization.costs.tax', json: '{"tax":1}' }],
      unknownFields: ['vat'],
      brokenSums: [{ whole: 'tokens', parts: ['new_tokens', 'old_tokens'], rows: 4, json: '{"tokens":1}' }],
      warnings: [],
    };
    expect(noteOddities(memory, page, 5)).toHaveLength(3);
    expect(noteOddities(memory, page, 6)).toEqual([]);
    expect(memory.oddities).toEqual([
      {
        text: 'OpenAI sends rows of the unknown kind "organization.costs.tax"; they are in no total.',
        example: '{"tax":1}',
        firstSeenAt: 5,
      },
      { text: 'OpenAI sends the unknown number "vat"; it is not stored.', example: null, firstSeenAt: 5 },
      {
        text: 'OpenAI sends rows in which tokens is not the sum of new_tokens, old_tokens; they are stored as they came.',
        example: '{"tokens":1}',
        firstSeenAt: 5,
      },
    ]);
    expect(readMemory(JSON.parse(JSON.stringify(memory)))).toEqual(memory);
  });
});
