import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { configureHttp } from '../application.js';
import { WebServer } from './web-server.js';

@Controller('api')
class Routes {
  @Post('length')
  length(@Body() body: { text: string }) {
    return { length: body.text.length };
  }
}

@Module({ controllers: [Routes] })
class RoutesModule {}

/** As the server's own, but over in a moment. */
const IMPATIENT = { headersTimeout: 40, requestTimeout: 80, keepAliveTimeout: 1_000, connectionsCheckingInterval: 20 };

let app: NestExpressApplication;
let url: string;
let port: number;

beforeAll(async () => {
  app = await NestFactory.create<NestExpressApplication>(RoutesModule, new WebServer(IMPATIENT), {
    logger: false,
    bodyParser: false,
  });
  configureHttp(app, '/nowhere');
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
  port = Number(new URL(url).port);
});

afterAll(() => app.close());

/** Sends the beginning of a request and nothing more; what came back when the server hung up. */
async function answerTo(beginning: string): Promise<string> {
  let answer = '';
  const socket = connect(port, '127.0.0.1', () => socket.write(beginning));
  socket.setEncoding('utf8').on('data', (text) => (answer += text));
  await new Promise((settle, fail) => socket.once('close', settle).once('error', fail));
  return answer;
}

describe('a caller who dawdles', () => {
  it('is hung up on in the middle of the headers', async () => {
    expect(await answerTo('POST /api/length HTTP/1.1\r\nHost: 127')).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is hung up on in the middle of the body', async () => {
    const headers = `Host: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: 100`;
    expect(await answerTo(`POST /api/length HTTP/1.1\r\n${headers}\r\n\r\n{"te`)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is given half a minute by the server itself, and an idle proxy more than a minute', () => {
    const server = new WebServer();
    server.initHttpServer();
    const { headersTimeout, requestTimeout, keepAliveTimeout } = server.getHttpServer();
    expect({ headersTimeout, requestTimeout }).toEqual({ headersTimeout: 10_000, requestTimeout: 30_000 });
    expect(keepAliveTimeout).toBeGreaterThan(60_000);
  });
});

describe('a body', () => {
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    request(url)
      .post('/api/length')
      .set({ 'content-type': 'application/json', ...headers })
      .serialize((sent: unknown) => sent as string) // Sent as it is: a buffer would become JSON of its bytes.
      .send(body);
  const text = (length: number) => JSON.stringify({ text: 'x'.repeat(length) });

  it('may have 100 kB', async () => {
    await post(text(100_000)).expect(201, { length: 100_000 });
    await post(text(110_000)).expect(413);
  });

  it('is as long as what it unpacks to', async () => {
    const packed = gzipSync(text(5_000_000));
    expect(packed.length).toBeLessThan(10_000);
    await post(packed, { 'content-encoding': 'gzip' }).expect(413);
  });

  it('may not hide its length', async () => {
    const headers = { 'content-type': 'application/json' };
    const parts = async function* () {
      for (let part = 0; part < 20; part++) yield new TextEncoder().encode('{"text": "'.padEnd(10_000, 'x'));
    };
    // `duplex` is in undici's types only, and needed for a body that is sent while it is made.
    const init = { method: 'POST', headers, body: ReadableStream.from(parts()), duplex: 'half' } as RequestInit;
    expect((await fetch(`${url}/api/length`, init)).status).toBe(413);
  });
});
