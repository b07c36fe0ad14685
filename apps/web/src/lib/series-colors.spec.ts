import { describe, expect, it } from '@jest/globals';
import { assignSlots, SERIES_SLOTS } from './series-colors.js';

const known = Array.from({ length: 30 }, (_, index) => `proj_${index}`);

describe('the colour of an entity', () => {
  it('does not depend on its rank', () => {
    const ids = ['proj_3', 'proj_0', 'proj_8'];
    expect([...assignSlots([...ids].reverse(), known)].sort()).toEqual([...assignSlots(ids, known)].sort());
  });

  it('is the same in every range in which the oldest nine take part', () => {
    const wide = assignSlots(known.slice(0, 9), known);
    for (const id of known.slice(0, 9)) {
      expect(assignSlots([id, 'proj_2', 'proj_7'], known).get(id)).toBe(wide.get(id));
    }
  });

  it('stays when later entities are added to the list', () => {
    const before = assignSlots(['proj_4', 'proj_5'], known);
    expect(assignSlots(['proj_4', 'proj_5'], [...known, 'proj_30', 'proj_31'])).toEqual(before);
  });

  it('is its own among nine, whichever nine they are', () => {
    for (let start = 0; start < 20; start += 1) {
      const ids = known.slice(start, start + SERIES_SLOTS);
      expect(new Set(assignSlots(ids, known).values()).size).toBe(SERIES_SLOTS);
      expect(new Set(assignSlots(ids, []).values()).size).toBe(SERIES_SLOTS);
    }
  });

  it('is kept by the older of two that share one', () => {
    const slots = assignSlots(['proj_9', 'proj_0'], known);
    expect(slots.get('proj_0')).toBe(assignSlots(['proj_0'], known).get('proj_0'));
    expect(slots.get('proj_9')).not.toBe(slots.get('proj_0'));
  });
});
