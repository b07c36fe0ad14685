/** What a caller gets of a file that is made while he takes it. */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compressJson } from './compress-json.js';
import { sendCsv } from './csv-answer.js';

/** More than any socket takes at once. */
const LINE = `${'x'.repeat(1000)}\r\n`;
const MANY = 100_000;

let server: Server;
let url: string;
/** How the last file ended. */
let sent: Promise<unknown>;
let made = 0;
let ended = false;

function lines(count: number, failsAt = Infinity): AsyncGenerator<string> {
  made = 0;
  ended = false;
  return making(count, failsAt);
}

async function* making(count: number, failsAt: number): AsyncGenerator<string> {
  try {
    for (; made < count; made++) {
      if (made === failsAt) throw new Error('the database has gone');
      yield LINE;
    }
  } finally {
    ended = true;
  }
}

const FILES: Record<string, (response: ServerResponse) => Promise<void>> = {
  '/few': (response) => sendCsv(response, { fileName: 'few.csv', lines: lines(3) }),
  '/many': (response) => sendCsv(response, { fileName: 'many.csv', lines: lines(MANY) }),
  '/stalled': (response) => sendCsv(response, { fileName: 'many.csv', lines: lines(MANY) }, 1),
  '/fails': (response) => sendCsv(response, { fileName: 'few.csv', lines: lines(MANY, 20) }),
  '/fails-first': (response) => sendCsv(response, { fileName: 'few.csv', lines: lines(MANY, 0) }),
};

beforeAll(async () => {
  server = createServer((request, response) => {
    compressJson(request, response, () => {
      sent = FILES[request.url ?? '']?.(response).then(
        () => 'whole',
        (error: unknown) => {
          if (!response.headersSent) response.writeHead(500).end();
          return error;
        },
      ) as Promise<unknown>;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address of this kind.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('a file', () => {
  it.each(['gzip', 'identity'])('comes whole, with its name, as %s', async (encoding) => {
    const response = await fetch(`${url}/few`, { headers: { 'accept-encoding': encoding } });
    expect(await response.text()).toBe(LINE.repeat(3));
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="few.csv"',
      vary: 'accept-encoding',
    });
    expect(response.headers.get('content-encoding')).toBe(encoding === 'gzip' ? 'gzip' : null);
    expect(await sent).toBe('whole');
  });

  it('is not made where only its head is asked for', async () => {
    const response = await fetch(`${url}/many`, { method: 'HEAD' });
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="many.csv"');
    await sent;
    expect(made).toBe(0);
  });

  it.each(['gzip', 'identity'])('that fails midway is a broken transfer, as %s', async (encoding) => {
    const take = async () => (await fetch(`${url}/fails`, { headers: { 'accept-encoding': encoding } })).text();
    await expect(take()).rejects.toThrow(/^(terminated|fetch failed)$/);
    expect(await sent).toMatchObject({ message: 'the database has gone' });
  });

  it('that fails before its first line can still say so', async () => {
    expect((await fetch(`${url}/fails-first`)).status).toBe(500);
    expect(await sent).toMatchObject({ message: 'the database has gone' });
  });

  it('is made no faster than it is taken, and not any more when nobody takes it', async () => {
    const caller = await beginning('/many');
    caller.destroy();
    expect(await sent).toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
    expect(ended).toBe(true);
    expect(made).toBeLessThan(MANY / 2);
  });

  it('is given up where the caller stays and takes nothing', async () => {
    const caller = await beginning('/stalled');
    expect(await sent).toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
    expect(ended).toBe(true);
    caller.destroy();
  });
});

/** Asks, and takes nothing after the first bytes. */
async function beginning(path: string) {
  const caller = connect(Number(new URL(url).port), '127.0.0.1');
  caller.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
  await once(caller, 'readable');
  return caller;
}
