import { createServer, type Server } from 'node:http';
import type { LookupFunction } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { isPublicAddress } from './inside-addresses.js';
import { callOutside } from './outgoing.js';
import { DEFAULT_RULES, type OutgoingRules, refuseAddress } from './outgoing-rules.js';

let server: Server;
let origin: string;
let port: number;
let asked: string[];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.host}`);
    if (request.url === '/hangs') return;
    if (request.url === '/hangs-midway') return void response.write('{');
    if (request.url === '/moved') response.writeHead(302, { location: '/secret' });
    if (request.url === '/empty') response.writeHead(204);
    response.end(request.url === '/large' ? 'x'.repeat(1_048_577) : '{"hello":1}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
  origin = `http://127.0.0.1:${port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
});

const call = (url: string, rules: Partial<OutgoingRules> = {}): Promise<Response> =>
  callOutside(new URL(url), { method: 'GET', headers: {}, body: null }, { ...DEFAULT_RULES, ...rules });

/** A name server of one's own, as an attacker has. */
const answering = (...answers: string[][]): { lookup: LookupFunction; times: () => number } => {
  let times = 0;
  return {
    times: () => times,
    lookup: (_, { all }, callback) => {
      const found = answers[Math.min(times++, answers.length - 1)] ?? [];
      const list = found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      if (all === true) callback(null, list);
      else callback(null, list[0]?.address ?? '', list[0]?.family);
    },
  };
};

describe('an address of the internet', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.1', '100.63.255.255', '2606:4700::1111', '2a00:1450::1'])(
    'is %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::7f00:1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'localhost',
    '',
  ])('is not %s', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('a call to somebody else’s address', () => {
  it.each([
    'http://127.0.0.1',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://2130706433',
    'http://0x7f.1',
    'http://0177.0.0.1',
    'http://127.1',
    'https://169.254.169.254/latest/meta-data',
    'http://localhost',
  ])('does not reach %s', async (url) => {
    const wanted = new URL(url);
    wanted.port = String(port);
    await expect(call(wanted.href)).rejects.toThrow('is an address of the own network');
    expect(asked).toEqual([]);
  });

  it.each(['ftp://example.com', 'file:///etc/passwd', 'https://user:pass@example.com'])(
    'is not made to %s',
    async (url) => {
      await expect(call(url)).rejects.toThrow(/are not called|is not called|only https/);
    },
  );

  it('is not made without encryption to the internet, whatever is allowed inside', async () => {
    await expect(call('http://8.8.8.8', { allowedInside: 'all' })).rejects.toThrow('it is not encrypted');
    const { lookup } = answering(['8.8.8.8']);
    await expect(call('http://idp.example', { allowedInside: ['idp.example'], lookup })).rejects.toThrow('encrypted');
  });

  it('is judged by what DNS answers, by each of its answers', async () => {
    const { lookup } = answering(['8.8.8.8', '10.0.0.7']);
    await expect(call('https://idp.example', { lookup })).rejects.toThrow(
      'idp.example (10.0.0.7) is not called: it is an address of the own network. BURSAR_ALLOW_PRIVATE_ADDRESSES=idp.example allows it.',
    );
  });

  it('connects to the address that was checked: DNS is asked once', async () => {
    const names = answering(['127.0.0.1'], ['10.0.0.7']);
    const response = await call(`http://idp.example:${port}/`, {
      lookup: names.lookup,
      allowedInside: ['idp.example'],
    });
    expect([response.status, await response.json(), names.times()]).toEqual([200, { hello: 1 }, 1]);
    expect(asked).toEqual([`GET / idp.example:${port}`]);
  });

  it('may be allowed for a host, or for all; another host is still refused', async () => {
    const { lookup } = answering(['127.0.0.1']);
    expect((await call(origin, { allowedInside: ['127.0.0.1'] })).status).toBe(200);
    expect((await call(origin, { allowedInside: 'all' })).status).toBe(200);
    await expect(call(`http://other.example:${port}`, { lookup, allowedInside: ['127.0.0.1'] })).rejects.toThrow(
      'other',
    );
    expect(() => refuseAddress(new URL('https://idp.example'), '10.0.0.1', ['idp.example'])).not.toThrow();
  });

  it('does not follow a redirect', async () => {
    const response = await call(`${origin}/moved`, { allowedInside: 'all' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/secret']);
    expect(asked).toHaveLength(1);
  });

  it.each(['/hangs', '/hangs-midway'])('ends when it takes too long: %s', async (path) => {
    await expect(call(`${origin}${path}`, { allowedInside: 'all', timeoutMs: 50 })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  it('ends when the answer is larger than any that makes sense', async () => {
    await expect(call(`${origin}/large`, { allowedInside: 'all' })).rejects.toThrow('larger than 1048576 bytes');
    expect((await call(`${origin}/empty`, { allowedInside: 'all' })).status).toBe(204);
  });
});
