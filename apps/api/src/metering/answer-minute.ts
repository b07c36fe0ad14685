import { floorTo } from '../sync/spans.js';
import type { Clock } from '../tokens.js';

const MINUTE_MS = 60_000;

/**
 * The minute that an answer is made in, by its start: states are told as of then.
 *
 * All that they depend on (days, hours and minutes of UTC, and whole hours after them) turns at the start of a minute, but
 * for how long a feed of hours or minutes is late. So an answer says the same throughout a minute.
 */
export const presentMinute = (clock: Clock): number => floorTo(clock.now().getTime(), MINUTE_MS);
