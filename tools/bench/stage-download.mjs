// One stage alone: every page downloaded and parsed exactly, and then forgotten. Arguments: base address, admin key,
// first and last instant of the history in Unix seconds. Prints seconds, rows and bytes as JSON.
import { CAPABILITIES, baseDimensions } from '@bursar/contract';
import { createAdminClient, createPageSize, readBuckets, RowMemory } from '@bursar/openai-admin';
import { KEYS_SINCE } from './recording.mjs';

const [baseUrl = '', adminKey = '', first, end] = process.argv.slice(2);
const capability = CAPABILITIES.costs;
const client = createAdminClient({ adminKey, baseUrl });
const pageSize = createPageSize('1d');
/** @type {Map<string, RowMemory>} */
const rowMemories = new Map();
let rows = 0;
let bytes = 0;
const startedAt = performance.now();
for (const [startSeconds, endSeconds] of windows(Number(first), Number(end))) {
  const groupBy = baseDimensions(capability).filter((name) => name !== 'api_key_id' || startSeconds >= KEYS_SINCE);
  const rowMemory = rowMemories.get(groupBy.join()) ?? new RowMemory(capability, groupBy);
  rowMemories.set(groupBy.join(), rowMemory);
  for await (const event of readBuckets(client, {
    capability,
    width: '1d',
    startSeconds,
    endSeconds,
    groupBy,
    pageSize,
    rowMemory,
  })) {
    if (event.kind !== 'page') continue;
    rows += event.rows;
    bytes += event.bytes;
  }
}
console.log(JSON.stringify({ seconds: (performance.now() - startedAt) / 1000, rows, bytes }));

/** The months of the history as the sync reads them, newest first. @param {number} from @param {number} to */
function windows(from, to) {
  /** @type {[number, number][]} */
  const months = [];
  for (let start = from; start < to;) {
    const at = new Date(start * 1000);
    let stop = Math.min(to, Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1) / 1000);
    if (start < KEYS_SINCE && stop > KEYS_SINCE) stop = KEYS_SINCE;
    months.unshift([start, stop]);
    start = stop;
  }
  return months;
}
