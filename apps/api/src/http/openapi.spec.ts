import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PERMISSIONS } from '@bursar/contract';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';
import { describeApi } from './openapi.js';

let server: TestApplication;

beforeAll(async () => {
  server = await startTestApplication();
});

afterAll(() => server.close());

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

function operations() {
  return Object.entries(describeApi(server.application.nest).paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) =>
      item[method] ? [{ route: `${method.toUpperCase()} ${path}`, operation: item[method] }] : [],
    ),
  );
}

/** Express's own list of what it answers, without what only passes a request on. */
function routesOfExpress(): string[] {
  const { stack } = server.application.nest.getHttpAdapter().getInstance().router as {
    stack: { route?: { path: string; methods: Record<string, boolean> } }[];
  };
  return stack.flatMap(({ route }) =>
    route ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`) : [],
  );
}

describe('every route', () => {
  it('names the permission that it needs', () => {
    const without = operations().filter(({ operation }) => {
      // Extensions are not in the type of an operation.
      const permission = (operation as { 'x-permission'?: string })['x-permission'];
      return permission === undefined || !(permission in PERMISSIONS);
    });
    expect(without.map(({ route }) => route)).toEqual([]);
  });

  it('is in the document, but for the page that shows it', () => {
    const described = operations().map(({ route }) => route.replaceAll(/\{(\w+)\}/g, ':$1'));
    const others = routesOfExpress().filter((route) => !described.includes(route));
    expect(others.filter((route) => !/^GET \/api\/(docs|openapi\.json)/.test(route))).toEqual([]);
    expect(described).toEqual(expect.arrayContaining(['GET /api/health/live', 'GET /api/health/ready']));
  });

  it('says what an error looks like', async () => {
    const document = await server.get('/api/openapi.json');
    expect(document).toMatchObject({
      openapi: expect.stringMatching(/^3\./),
      components: { schemas: { Problem: { required: expect.arrayContaining(['type', 'errors', 'request_id']) } } },
      paths: {
        '/api/health/live': {
          get: { responses: { default: { content: { 'application/problem+json': expect.anything() } } } },
        },
      },
    });
    expect(JSON.stringify(document)).not.toContain('undefined');
  });
});

describe('the document', () => {
  it('lists each parameter of a query with its type and what is allowed', () => {
    const { parameters = [] } = describeApi(server.application.nest).paths['/api/v1/costs']?.get ?? {};
    expect(parameters).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'start', in: 'query', required: true }),
        expect.objectContaining({
          name: 'bucket',
          required: false,
          schema: expect.objectContaining({ default: 'day', enum: expect.arrayContaining(['week', 'total']) }),
        }),
        expect.objectContaining({ name: 'group_by', schema: expect.objectContaining({ type: 'array' }) }),
      ]),
    );
  });

  it('asks for no body where every field may be absent', () => {
    const { requestBody } = describeApi(server.application.nest).paths['/api/v1/sync/runs']?.post ?? {};
    expect(requestBody).toMatchObject({ required: false });
  });
});

describe('the page of the document', () => {
  it('needs no script but its own files', async () => {
    const answer = await fetch(`${server.url}/api/docs`);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).not.toMatch(/<script(?![^>]* src=)[^>]*>\s*\S/);
    const [, script = ''] = /<script[^>]* src="([^"]*swagger-ui-init[^"]*)"/.exec(html) ?? [];
    expect((await fetch(new URL(script, `${server.url}/api/docs`))).status).toBe(200);
  });
});

describe('the health', () => {
  it('is live and ready while Postgres answers, and only live when it does not', async () => {
    expect(await server.get('/api/health/ready')).toEqual({ status: 'ok' });
    await server.application.dataSource.destroy();
    const ready = await fetch(`${server.url}/api/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ status: 'unavailable', detail: 'Postgres does not answer.' });
    expect(await server.get('/api/health/live')).toEqual({ status: 'ok' });
  });
});
