import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problem } from '@bursar/contract';
import request from 'supertest';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';

let server: TestApplication;
let port: string;

beforeAll(async () => {
  server = await startTestApplication();
  port = new URL(server.url).port;
});

afterAll(() => server.close());

const live = () => request(server.url).get('/api/health/live');

describe('the host', () => {
  it('may be any name of this machine, with the port that is listened on', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]', 'LocalHost']) {
      await live().set('Host', `${name}:${port}`).expect(200);
    }
  });

  it('may not be a name that another web page pointed here', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      '127.0.0.1:1',
      `127.0.0.1.evil.example:${port}`,
    ]) {
      const answer = await live().set('Host', host).expect(421);
      expect(problem.parse(answer.body)).toMatchObject({
        type: '/problems/host-not-allowed',
        errors: [{ parameter: 'Host', allowed: [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`] }],
      });
    }
  });

  it('is checked for pages and unknown addresses as well', async () => {
    await request(server.url).get('/').set('Host', 'evil.example').expect(421);
    await request(server.url).get('/api/nothing').set('Host', 'evil.example').expect(421);
  });
});

describe('a write', () => {
  const write = () => request(server.url).post('/api/health/live');

  it('is refused when another page sends it', async () => {
    for (const origin of [
      'https://evil.example',
      'null',
      `http://localhost:${Number(port) + 1}`,
      `https://localhost:${port}`,
    ]) {
      const answer = await write().set('Origin', origin).expect(403);
      expect(problem.parse(answer.body).type).toBe('/problems/origin-not-allowed');
    }
    await write().set('Sec-Fetch-Site', 'cross-site').expect(403);
    await write().set('Sec-Fetch-Site', 'same-site').expect(403);
  });

  it('gets past the guard from our own page and from outside a browser', async () => {
    await write().expect(404);
    await write().set('Origin', `http://localhost:${port}`).set('Sec-Fetch-Site', 'same-origin').expect(404);
  });

  it('has to bring JSON, if it brings anything', async () => {
    const answer = await write().set('Content-Type', 'text/plain').send('{}').expect(415);
    expect(problem.parse(answer.body).detail).toContain('text/plain');
  });

  it('reads are open to any origin, which cannot read the answer', async () => {
    const answer = await live().set('Origin', 'https://evil.example').expect(200);
    expect(answer.headers).toMatchObject({ 'cross-origin-resource-policy': 'same-origin' });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('every answer', () => {
  it('has an id of its own and the security headers', async () => {
    const [first, second] = [await live(), await request(server.url).get('/nothing.js')];
    expect(first.headers['x-request-id']).toMatch(/^req_[0-9a-f]{32}$/);
    expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    for (const { headers } of [first, second]) {
      expect(headers['content-security-policy']).toMatch(/script-src 'self';/);
      expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*(unsafe|http|\*)/);
      expect(headers['permissions-policy']).toMatch(/\bcamera=\(\), /);
      expect(headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
      // Over http it would lock people out of whatever else runs on this machine.
      expect(headers).not.toHaveProperty('strict-transport-security');
      expect(headers).not.toHaveProperty('x-powered-by');
    }
  });
});
