// Replays a recording as OpenAI would answer, with a chosen latency. Runs as a process of its own, so that its work is
// not counted as Bursar's. Arguments: the recording's folder, latency in milliseconds. Prints its port.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dayFile } from './recording.mjs';

const [folder = '', latency = '0'] = process.argv.slice(2);
const DAY = 86_400;
/** Dimensions that the recorded rows tell apart; any other is refused, as it is where an organization does not have it. */
const RECORDED = new Set(['project_id', 'line_item', 'api_key_id']);
const recording = JSON.parse(readFileSync(join(folder, 'recording.json'), 'utf8'));
const lists = JSON.parse(readFileSync(join(folder, 'lists.json'), 'utf8'));
const startedAt = Date.now();
/** The clock goes on from the recorded instant, so that Bursar sees the day at which the recording was made. */
const now = () => new Date(Date.parse(recording.now) + Date.now() - startedAt);

/** @param {URLSearchParams} query */
function costs(query) {
  const start = Number(query.get('page')?.slice('page_'.length) ?? query.get('start_time'));
  const end = Math.min(Number(query.get('end_time')), recording.endDay);
  const stop = Math.min(end, start + Number(query.get('limit')) * DAY);
  /** @type {(string | Buffer)[]} */
  const chunks = ['{"object":"page","data":['];
  for (let day = start; day < stop; day += DAY) {
    if (day > start) chunks.push(',');
    chunks.push(
      day < recording.firstDay
        ? `{"object":"bucket","start_time":${day},"end_time":${day + DAY},"results":[]}`
        : readFileSync(dayFile(folder, day)),
    );
  }
  const more = stop < end;
  chunks.push(`],"has_more":${more},"next_page":${more ? `"page_${stop}"` : 'null'}}`);
  return chunks;
}

/** @param {readonly { id: string }[]} items @param {URLSearchParams} query */
function list(items, query) {
  const after = query.get('after');
  const from = after === null ? 0 : items.findIndex((item) => item.id === after) + 1;
  const data = items.slice(from, from + Number(query.get('limit') ?? 20));
  const body = { object: 'list', data, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
  return [JSON.stringify({ ...body, has_more: from + data.length < items.length })];
}

/** @param {string} param @param {string} message */
function refusal(param, message) {
  const error = { message, type: 'invalid_request_error', param, code: 'invalid_request_error' };
  return { status: 400, chunks: [JSON.stringify({ error })] };
}

/** @param {URL} url @returns {{ status: number, chunks: (string | Buffer)[] }} */
function answer(url) {
  const path = url.pathname.replace(/^\/v1/, '');
  if (path === '/organization/costs') {
    const grouping = [...url.searchParams].filter(([name]) => name.startsWith('group_by')).map(([, value]) => value);
    const unrecorded = grouping.find((name) => !RECORDED.has(name));
    if (unrecorded !== undefined) return refusal('group_by', `Costs by ${unrecorded} are not available.`);
    if (url.search.includes('api_key_id') && Number(url.searchParams.get('start_time')) < 1_764_979_200) {
      return refusal('start_time', 'api_key_id grouping is only supported for start_time on or after 1764979200.');
    }
    return { status: 200, chunks: costs(url.searchParams) };
  }
  if (path === '/organization/projects') return { status: 200, chunks: list(lists.projects, url.searchParams) };
  const keys = /^\/organization\/projects\/([^/]+)\/api_keys$/.exec(path)?.[1];
  if (keys !== undefined && lists.keys[keys]) return { status: 200, chunks: list(lists.keys[keys], url.searchParams) };
  const error = { message: `No recording of ${path}`, type: 'invalid_request_error', param: null, code: null };
  return { status: 404, chunks: [JSON.stringify({ error })] };
}

const server = createServer((request, response) => {
  const { status, chunks } = answer(new URL(request.url ?? '/', 'http://replay'));
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
