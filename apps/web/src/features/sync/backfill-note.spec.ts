import { expect, it } from '@jest/globals';
import { costs, feed, syncOnTime } from '../../testing/sync-answers.js';
import { backfilling } from './backfill-note.js';

const backfill = {
  share: 0.1,
  days_done: 41,
  days_total: 417,
  calls_done: 5,
  calls_estimated: 60,
  seconds_left: null,
};
const byMember = feed('costs-by-user', { kind: 'facts', period_seconds: 21_600, backfill });

it('of costs waits for what totals come from, not for what is read seldom', () => {
  expect(backfilling({ ...syncOnTime(), feeds: [costs(), byMember] })).toBeUndefined();
  expect(backfilling({ ...syncOnTime(), feeds: [costs({ backfill }), byMember] })).toMatchObject({ feed: 'costs' });
});
