import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, type LoggerService, Module, Post, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { dayOrInstant, problem, repeatable } from '@bursar/contract';
import request from 'supertest';
import { z } from 'zod';
import { configureHttp } from '../application.js';
import { notFound } from './problem.js';

const query = z.strictObject({
  start: dayOrInstant,
  bucket: z.enum(['day', 'month']).default('day'),
  group_by: repeatable(z.enum(['model', 'project_id'])),
  limit: z.coerce.number().int().min(1).max(10).default(5),
});
const body = z.strictObject({ feeds: z.array(z.string().max(3)).min(1).optional() });

@Controller('api')
class Routes {
  @Get('echo')
  echo(@Query({ schema: query }) asked: z.infer<typeof query>) {
    return asked;
  }

  @Post('echo')
  post(@Body({ schema: body }) sent: z.infer<typeof body>) {
    return sent;
  }

  @Get('gone')
  gone() {
    throw notFound('There is no project proj_1.');
  }

  @Get('broken')
  broken() {
    throw new Error('the row says sk-admin-something');
  }

  @Get('without-database')
  withoutDatabase() {
    throw Object.assign(new Error('query failed'), { driverError: { code: '57P01' } });
  }

  @Get('large')
  large() {
    return { text: 'x'.repeat(10_000) };
  }
}

@Module({ controllers: [Routes] })
class RoutesModule {}

const logged: string[] = [];
const keep = (...parts: unknown[]) => void logged.push(parts.join(' '));
const logger: LoggerService = { log: () => {}, warn: keep, error: keep };

let app: NestExpressApplication;
let url: string;

beforeAll(async () => {
  app = await NestFactory.create<NestExpressApplication>(RoutesModule, { logger, bodyParser: false });
  configureHttp(app, '/nowhere');
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});

afterAll(() => app.close());

const errorsOf = async (path: string) => {
  const answer = await request(url)
    .get(path)
    .expect(400)
    .expect('content-type', /^application\/problem\+json/);
  return problem.parse(answer.body).errors;
};

describe('a request that is not valid', () => {
  it('is told each field, what is wrong with it and what is allowed', async () => {
    expect(await errorsOf('/api/echo?bucket=year&group_by=size&limit=11&start=yesterday')).toEqual([
      { parameter: 'start', message: 'has to be YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ' },
      { parameter: 'bucket', message: 'has to be one of day, month', allowed: ['day', 'month'] },
      { parameter: 'group_by', message: 'has to be one of model, project_id', allowed: ['model', 'project_id'] },
      { parameter: 'limit', message: 'has to be at most 10' },
    ]);
  });

  it('is told which parameters exist when it names one that does not', async () => {
    expect(await errorsOf('/api/echo?start=2026-10-01&strat=1')).toEqual([
      { parameter: 'strat', message: 'is unknown', allowed: ['start', 'bucket', 'group_by', 'limit'] },
    ]);
  });

  it('is told what is missing, and what does not exist in the calendar', async () => {
    expect(await errorsOf('/api/echo')).toEqual([{ parameter: 'start', message: 'is required' }]);
    expect(await errorsOf('/api/echo?start=2026-02-30')).toEqual([
      { parameter: 'start', message: 'has to be a day that exists' },
    ]);
    expect(await errorsOf('/api/echo?start=2026-01-01&start=2026-01-02')).toEqual([
      { parameter: 'start', message: 'may be given once' },
    ]);
  });

  it('is told where in the body the mistake is', async () => {
    const answer = await request(url)
      .post('/api/echo')
      .send({ feeds: ['costs'], fast: true })
      .expect(400);
    expect(problem.parse(answer.body).errors).toEqual([
      { pointer: '/feeds/0', message: 'is longer than 3' },
      { pointer: '/fast', message: 'is unknown', allowed: ['feeds'] },
    ]);
  });

  it('is told when its body is no JSON, or too long', async () => {
    const post = () => request(url).post('/api/echo').set('content-type', 'application/json');
    const cut = await post().send('{"feeds": [').expect(400);
    expect(problem.parse(cut.body).type).toBe('/problems/invalid-request');
    // Node repeats what it stumbles over.
    for (const wrong of ['{"password":hunter2}', 'hunter2', '{"hunter2']) {
      const { text } = await post().send(wrong).expect(400);
      expect(text).toContain('The body is not JSON');
      expect(text).not.toContain('hunter');
    }
    const long = await post()
      .send(JSON.stringify('x'.repeat(200_000)))
      .expect(413);
    expect(problem.parse(long.body).detail).toBe('The body is larger than 100 kB.');
  });
});

describe('a valid request', () => {
  it('arrives with defaults and lists filled in', async () => {
    const { body: asked } = await request(url).get('/api/echo?start=2026-10-01&group_by=model').expect(200);
    expect(asked).toEqual({ start: '2026-10-01T00:00:00Z', bucket: 'day', group_by: ['model'], limit: 5 });
  });

  it('may write without a body', async () => {
    const { body: sent } = await request(url).post('/api/echo').expect(201);
    expect(sent).toEqual({});
  });

  it('is answered compressed where that pays and is wanted', async () => {
    const large = await request(url).get('/api/large').set('accept-encoding', 'gzip');
    expect(large.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(large.body.text).toHaveLength(10_000);
    const refused = await request(url).get('/api/large').set('accept-encoding', 'gzip;q=0');
    expect(refused.headers).not.toHaveProperty('content-encoding');
    expect(refused.body.text).toHaveLength(10_000);
  });
});

describe('a failure', () => {
  it('of the caller to name something that exists is a 404', async () => {
    const gone = await request(url).get('/api/gone').expect(404);
    expect(problem.parse(gone.body).detail).toBe('There is no project proj_1.');
    const unknown = await request(url).get('/api/v1/nothing?x=1').expect(404);
    expect(problem.parse(unknown.body).detail).toBe('There is no GET /api/v1/nothing. /api/docs lists what there is.');
  });

  it('of ours is a 500 that tells nothing but the id under which the log has it', async () => {
    logged.length = 0;
    const { body: answer, text, headers } = await request(url).get('/api/broken?key=sk-admin-query').expect(500);
    expect(problem.parse(answer).type).toBe('/problems/internal');
    expect(text).not.toContain('sk-admin');
    expect(answer.request_id).toBe(headers['x-request-id']);
    expect(logged.join()).toContain(`${answer.request_id} GET /api/broken failed`);
    expect(logged.join()).not.toContain('sk-admin');
  });

  it('of the database is a 503 that says so', async () => {
    const { body: answer } = await request(url).get('/api/without-database').expect(503);
    expect(problem.parse(answer).type).toBe('/problems/unavailable');
  });
});
