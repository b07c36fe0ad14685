/** What a caller, a browser and whoever stands between get of an answer's bytes. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { compressJson } from './compress-json.js';
import { JsonAnswer, sendAnswer } from './json-answer.js';

const SMALL = { total: '1' };
const LARGE = { points: Array.from({ length: 300 }, (_, index) => ({ amount: String(index) })) };
const ANSWERS = new Map([
  ['/small', JsonAnswer.of(SMALL)],
  ['/large', JsonAnswer.of(LARGE)],
  ['/as-large', JsonAnswer.of({ ...LARGE })],
]);

let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((incoming, response) => {
    const answer = ANSWERS.get(incoming.url ?? '');
    // As in the application, where answers that are compressed already have to pass.
    compressJson(incoming, response, () => {
      if (answer !== undefined) void sendAnswer(response, answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this kind.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  request(url)
    .get(path)
    .set({ 'accept-encoding': 'identity', ...headers });
const tagOf = async (path: string, headers: Record<string, string> = {}) =>
  String((await get(path, headers)).headers['etag']);

describe('an answer', () => {
  it('may be kept by the caller alone, who asks before he uses it again', async () => {
    const { body, headers } = await get('/small').expect(200);
    expect(body).toEqual(SMALL);
    expect(headers).toMatchObject({
      'cache-control': 'private, no-cache',
      'content-type': 'application/json; charset=utf-8',
      vary: 'accept-encoding',
    });
    expect(headers['etag']).toMatch(/^"[\w-]{22}"$/);
  });

  it('goes by the name of its bytes', async () => {
    expect(await tagOf('/large')).toBe(await tagOf('/as-large'));
    expect(await tagOf('/large')).not.toBe(await tagOf('/small'));
  });

  it('is compressed for those who take it so, under another name', async () => {
    const { body, headers } = await get('/large', { 'accept-encoding': 'gzip' }).expect(200);
    expect(body).toEqual(LARGE);
    expect(headers['content-encoding']).toBe('gzip');
    expect(headers['etag']).toMatch(/-gzip"$/);
    expect((await get('/small', { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBeUndefined();
  });

  it.each([
    ['its tag', (tag: string) => tag],
    ['its tag among others', (tag: string) => `"other, with a comma", ${tag},"one-more"`],
    ['its tag, made weak on the way', (tag: string) => `W/${tag}`],
    ['anything', () => ' * '],
  ])('is not sent again to who names %s', async (_case, named) => {
    for (const encoding of ['identity', 'gzip']) {
      const asked = { 'accept-encoding': encoding };
      const tag = await tagOf('/large', asked);
      const answer = await get('/large', { ...asked, 'if-none-match': named(tag) }).expect(304);
      expect(answer.text).toBe('');
      expect(answer.headers).toMatchObject({
        etag: tag,
        'cache-control': 'private, no-cache',
        vary: 'accept-encoding',
      });
    }
  });

  it.each([
    ['another tag', async () => '"other"'],
    ['the tag of its compressed form', () => tagOf('/large', { 'accept-encoding': 'gzip' })],
    ['its tag without quotes', async () => (await tagOf('/large')).replaceAll('"', '')],
    ['nothing', () => Promise.resolve('')],
  ])('is sent to who names %s', async (_case, named) => {
    await get('/large', { 'if-none-match': await named() }).expect(200, LARGE);
  });

  it.each(['identity', 'gzip'])('has a HEAD like the GET of it, without its body (%s)', async (encoding) => {
    const asked = { 'accept-encoding': encoding };
    const whole = await get('/large', asked);
    const head = await request(url).head('/large').set(asked).expect(200);
    expect(head.text ?? '').toBe('');
    for (const name of ['etag', 'content-length', 'content-encoding', 'content-type', 'cache-control', 'vary'])
      expect([name, head.headers[name]]).toEqual([name, whole.headers[name]]);
    await request(url)
      .head('/large')
      .set({ ...asked, 'if-none-match': String(whole.headers['etag']) })
      .expect(304);
  });
});
