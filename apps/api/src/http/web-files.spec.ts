import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { webFiles } from './web-files.js';

let directory: string;
let server: Server;
const script = `console.log("${'x'.repeat(2000)}")`;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'bursar-web-'));
  for (const folder of ['assets', '.vite']) mkdirSync(join(directory, folder));
  writeFileSync(
    join(directory, 'index.html'),
    '<!doctype html><head><title>Bursar</title><script src="/assets/main-abc123.js"></script></head>',
  );
  writeFileSync(
    join(directory, '.vite', 'pages.json'),
    JSON.stringify({
      '/costs': ['/assets/costs.js', '/assets/costs.css', '/assets/font.woff2'],
      '/members/$memberId': ['/assets/member.js'],
      '/sign-in': ['/assets/sign-in.js'],
      '/welcome': ['/assets/welcome.js'],
    }),
  );
  writeFileSync(join(directory, 'assets', 'main-abc123.js'), script);
  writeFileSync(join(directory, 'assets', 'font-abc123.woff2'), Buffer.alloc(3000, 7));
  writeFileSync(join(directory, '.sources'), 'not for the web');
  const serve = webFiles(directory);
  server = createServer((incoming, response) => serve(incoming, response, () => response.writeHead(418).end()));
});

afterAll(() => rmSync(directory, { recursive: true }));

const get = (path: string) => request(server).get(path);
const page = (path: string) => get(path).set('accept', 'text/html,*/*');

describe('the web files', () => {
  it('answer any address that a person opens with the page', async () => {
    for (const path of ['/', '/costs?start=2026-10-01', '/sync/deep/link']) {
      const { text, headers } = await page(path).expect(200);
      expect(text).toContain('<title>Bursar</title>');
      expect(headers['cache-control']).toBe('no-cache');
    }
  });

  it('leave everything under /api to the routes', async () => {
    await page('/api').expect(418);
    await page('/api/v1/nothing').expect(418);
    await request(server).post('/').expect(418);
  });

  it('are kept for ever where their name changes with their contents', async () => {
    const { text, headers } = await get('/assets/main-abc123.js').expect(200);
    expect(text).toBe(script);
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'gzip',
      'content-type': 'text/javascript; charset=utf-8',
    });
    expect(Number(headers['content-length'])).toBeLessThan(200);
  });

  it('come uncompressed to whoever does not read gzip, and fonts as they are', async () => {
    const plain = await get('/assets/main-abc123.js').set('accept-encoding', 'identity');
    expect(plain.headers).not.toHaveProperty('content-encoding');
    const font = await get('/assets/font-abc123.woff2').responseType('blob');
    expect(font.headers['content-type']).toBe('font/woff2');
    expect(font.body).toHaveLength(3000);
  });

  it('announce what the page of the address needs first, with what every page asks', async () => {
    const heads = async (path: string, cookie: string) =>
      (await page(path).set('cookie', cookie).expect(200)).text.match(/<link .*>/g) ?? [];
    const [who, sync] = ['/api/auth/state', '/api/v1/sync'].map(
      (address) => `<link rel="preload" as="fetch" crossorigin href="${address}">`,
    );
    expect(await heads('/costs?range=2026-10', 'a=1; sid=abc')).toEqual([
      who,
      sync,
      '<link rel="modulepreload" crossorigin href="/assets/costs.js">',
      '<link rel="preload" as="style" crossorigin href="/assets/costs.css">',
      '<link rel="preload" as="font" type="font/woff2" crossorigin href="/assets/font.woff2">',
    ]);
    const member = '<link rel="modulepreload" crossorigin href="/assets/member.js">';
    expect(await heads('/members/user-1', '__Host-sid=abc')).toEqual([who, sync, member]);
    expect(await heads('/members/user-1/more', 'sid=abc')).toEqual([]);
    const signIn = '<link rel="modulepreload" crossorigin href="/assets/sign-in.js">';
    for (const cookie of ['', 'sid=', 'other=abc; sid=']) expect(await heads('/costs', cookie)).toEqual([who, signIn]);
    const welcome = '<link rel="modulepreload" crossorigin href="/assets/welcome.js">';
    expect(await heads('/welcome', 'sid=abc')).toEqual([who, welcome]);
  });

  it('have what answers take longer than files announced before the first script', async () => {
    const { text } = await page('/costs').set('cookie', 'sid=abc');
    const places = ['/api/auth/state', '/api/v1/sync', '<script', '/assets/costs.js', '</head>'];
    const found = places.map((place) => text.indexOf(place));
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found).not.toContain(-1);
  });

  it('are not sent again while the page has not changed', async () => {
    const { headers } = await page('/');
    await page('/').set('if-none-match', String(headers['etag'])).expect(304);
  });

  it('do not hold what is not a page: other files, folders above, missing scripts', async () => {
    await get('/.sources').expect(404);
    await get('/.vite/pages.json').expect(404);
    await get('/assets/main-old.js').set('accept', '*/*').expect(404);
    await get('/../../package.json').expect(404);
    await get('/%2e%2e/%2e%2e/package.json').expect(404);
  });

  it('say so when they are not built', async () => {
    const serve = webFiles(join(directory, 'nowhere'));
    const unbuilt = createServer((incoming, response) => serve(incoming, response, () => response.end()));
    const { body } = await request(unbuilt).get('/').set('accept', 'text/html').expect(404);
    expect(body.detail).toContain('not built');
  });
});
