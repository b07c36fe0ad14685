// Replays a recording as OpenAI would answer, with a chosen latency. Runs as a process of its own, so that its work is
// not counted as Bursar's. Arguments: the recording's folder, latency in milliseconds. Prints its port.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAPABILITIES, WIDTHS } from '@bursar/contract';
import { DAY, groupingOn, recordedFeeds } from './recorded-feeds.mjs';
import { dayFile } from './recording.mjs';

const [folder = '', latency = '0'] = process.argv.slice(2);
/** @type {import('./recording.mjs').Recording} */
const recording = JSON.parse(readFileSync(join(folder, 'recording.json'), 'utf8'));
/** @type {import('./recorded-lists.mjs').Lists} */
const lists = JSON.parse(readFileSync(join(folder, 'lists.json'), 'utf8'));
const feeds = recordedFeeds(recording.feeds);
/** @type {ReadonlySet<string>} */
const metered = new Set(Object.values(CAPABILITIES).map(({ path }) => path));
const startedAt = Date.now();
/** The clock goes on from the recorded instant, so that Bursar sees the day at which the recording was made. */
const now = () => new Date(Date.parse(recording.now) + Date.now() - startedAt);

/** @typedef {{ status: number, chunks: (string | Buffer)[] }} Answer */

/** @param {string} path @param {URLSearchParams} query @returns {Answer} */
function numbers(path, query) {
  const width = WIDTHS[/** @type {keyof typeof WIDTHS} */ (query.get('bucket_width'))].seconds;
  // Of hours and minutes, too: empty ones would be work that no stage alone has to do.
  if (width !== DAY || !feeds.some(({ capability }) => capability.path === path)) return notFound(path);
  const start = Number(query.get('start_time'));
  const grouping = [...query].filter(([name]) => name.startsWith('group_by')).map(([, value]) => value);
  const isAsked = (/** @type {readonly string[]} */ groupBy) =>
    groupBy.toSorted().join() === grouping.toSorted().join();
  const ofPath = feeds.filter(({ capability }) => capability.path === path);
  const feed = ofPath.find((one) => isAsked(groupingOn(one, start)));
  if (feed !== undefined) {
    return page(query, (day, end) =>
      day < recording.firstDay || day >= recording.endDay
        ? emptyBucket(day, end)
        : readFileSync(dayFile(folder, feed.name, day)),
    );
  }
  const later = ofPath.find((one) => isAsked(groupingOn(one, recording.endDay)));
  if (later === undefined) return refusal('group_by', `Grouping by ${grouping.join(', ')} is not available.`);
  const since = Math.max(...later.policy.borders) / 1000;
  return refusal('start_time', `This grouping is only supported for start_time on or after ${since}.`);
}

/**
 * @param {URLSearchParams} query
 * @param {(start: number, end: number) => string | Buffer} bucket of a day
 * @returns {Answer}
 */
function page(query, bucket) {
  const start = Number(query.get('page')?.slice('page_'.length) ?? query.get('start_time'));
  const running = Math.ceil(now().getTime() / 1000 / DAY) * DAY;
  const end = Math.min(Number(query.get('end_time')), running);
  const stop = Math.min(end, start + Number(query.get('limit')) * DAY);
  /** @type {(string | Buffer)[]} */
  const chunks = ['{"object":"page","data":['];
  for (let at = start; at < stop; at += DAY) {
    if (at > start) chunks.push(',');
    chunks.push(bucket(at, at + DAY));
  }
  const more = stop < end;
  chunks.push(`],"has_more":${more},"next_page":${more ? `"page_${stop}"` : 'null'}}`);
  return { status: 200, chunks };
}

/** @param {number} start @param {number} end */
const emptyBucket = (start, end) => `{"object":"bucket","start_time":${start},"end_time":${end},"results":[]}`;

/** @param {string} path @param {URLSearchParams} query @returns {Answer} */
function directory(path, query) {
  const found = lists[path];
  if (found !== undefined && 'object' in found) return json(200, found.object);
  // What was not recorded exists and holds nothing; what is one object and no list is not set.
  if (found === undefined && !query.has('limit')) return notFound(path);
  const items = found?.items ?? [];
  const after = query.get('after');
  const from = after === null ? 0 : items.findIndex((item) => item.id === after) + 1;
  const data = items.slice(from, from + Number(query.get('limit') ?? 20));
  const hasMore = from + data.length < items.length;
  const [first, last] = [data[0]?.id ?? null, data.at(-1)?.id ?? null];
  const cursors = { first_id: first, last_id: last, next: hasMore ? last : null };
  return json(200, { object: 'list', data, ...cursors, has_more: hasMore });
}

/** @param {number} status @param {unknown} body @returns {Answer} */
const json = (status, body) => ({ status, chunks: [JSON.stringify(body)] });

/** @param {string} param @param {string} message */
function refusal(param, message) {
  return json(400, { error: { message, type: 'invalid_request_error', param, code: 'invalid_request_error' } });
}

/** @param {string} path */
function notFound(path) {
  const message = `No recording of ${path}`;
  return json(404, { error: { message, type: 'invalid_request_error', param: null, code: null } });
}

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://replay');
  const path = pathname.replace(/^\/v1/, '');
  const { status, chunks } = metered.has(path) ? numbers(path, searchParams) : directory(path, searchParams);
  setTimeout(() => {
    response.writeHead(status, {
      'content-type': 'application/json',
      'openai-organization': recording.organizationId,
      'x-request-id': 'req_replay',
      date: now().toUTCString(),
    });
    for (const chunk of chunks) response.write(chunk);
    response.end();
  }, Number(latency));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' && address !== null ? address.port : '');
});
process.on('SIGTERM', () => process.exit(0));
