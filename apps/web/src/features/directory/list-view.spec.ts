import { describe, expect, it } from '@jest/globals';
import { readListView, requestOf, writeListView, type ListShape } from './list-view.js';

const SHAPE: ListShape<'name' | 'spend'> = {
  sorts: ['name', 'spend'],
  first: { column: 'spend', descending: true },
  filters: { role: ['owner', 'reader'] },
};

describe('the view of a list in its address', () => {
  it.each([
    [{}, '{}'],
    [
      { q: 'ada', sort: 'name', role: ['owner'], show: 'all' },
      '{"q":"ada","sort":"name","role":["owner"],"show":"all"}',
    ],
    [{ sort: '-spend' }, '{}'],
    [{ sort: 'shoe', role: 'king', show: 'some', limit: '9' }, '{}'],
  ])('reads %j and writes it back at its shortest', (search, written) => {
    expect(JSON.stringify(writeListView(readListView(search, SHAPE).view, SHAPE))).toBe(written);
  });

  it('asks the API by its own names, and for those that are gone only on request', () => {
    expect(requestOf(readListView({}, SHAPE).view)).toEqual({ sort: '-spend' });
    expect(requestOf(readListView({ q: 'a', role: 'owner', show: 'all' }, SHAPE).view)).toEqual({
      q: 'a',
      sort: '-spend',
      role: ['owner'],
      include_gone: 'true',
    });
  });

  it('lists what it could not understand, and keeps what is the page\u2019s', () => {
    const search = { sort: 'shoe', role: ['owner', 'king'], show: 'some', limit: '9', tab: 'limits', view: 'film' };
    const { kept, repairs } = readListView(search, SHAPE, { tab: ['keys', 'limits'], view: ['table'] });
    expect(kept).toEqual({ tab: 'limits' });
    expect(repairs).toEqual([
      { parameter: 'limit', seen: '9' },
      { parameter: 'sort', seen: 'shoe' },
      { parameter: 'role', seen: 'king' },
      { parameter: 'show', seen: 'some' },
      { parameter: 'view', seen: 'film' },
    ]);
  });
});
