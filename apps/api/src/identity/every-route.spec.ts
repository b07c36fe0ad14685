/** Who is answered what: every route, every role, with all projects and with some. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isOpen, type Permission, permissionsOf, problem, type Role, ROLE_NAMES } from '@bursar/contract';
import { describeApi } from '../http/openapi.js';
import { signIn } from '../testing/signed-in.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';

interface Route {
  method: string;
  path: string;
  permission: Permission | undefined;
}

let server: TestApplication;
let routes: Route[];
const cookies = new Map<string, string>();

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const SOME_PROJECTS = ['proj_a', 'proj_b'];
/** An owner is limited to nothing. */
const ASKERS: { role: Role; isLimited: boolean }[] = [false, true].flatMap((isLimited) =>
  ROLE_NAMES.filter((role) => !isLimited || role !== 'owner').map((role) => ({ role, isLimited })),
);
const nameOf = (role: Role, isLimited: boolean): string => `${role}${isLimited ? ' of some projects' : ''}`;

beforeAll(async () => {
  server = await startTestApplication();
  const { nest } = server.application;
  routes = Object.entries(describeApi(nest).paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method] as { 'x-permission'?: Permission } | undefined;
      return operation === undefined ? [] : [{ method, path, permission: operation['x-permission'] }];
    }),
  );
  for (const { role, isLimited } of ASKERS) {
    cookies.set(nameOf(role, isLimited), await signIn(nest, { role, projectIds: isLimited ? SOME_PROJECTS : null }));
  }
});
afterAll(() => server.close());

/** Without what it needs: whoever is let in gets 400 or 404, and nothing is changed. */
async function ask({ method, path }: Route, cookie: string): Promise<{ status: number; type: string | null }> {
  const response = await server.fetch(path.replaceAll(/\{\w+\}/g, 'nothing_of_that_name'), {
    method: method.toUpperCase(),
    headers: { cookie, 'content-type': 'application/json' },
    ...(method !== 'get' && { body: '{"unknown_field": 1}' }),
  });
  const type = response.headers.get('content-type') ?? '';
  const body: unknown = type.includes('json') ? await response.json() : null;
  return { status: response.status, type: type.includes('problem') ? problem.parse(body).type : null };
}

const isRefusal = (type: string | null): boolean =>
  type === '/problems/not-allowed' || type === '/problems/sign-in-needed';

describe('every route', () => {
  it('says which permission it needs', () => {
    expect(routes.length).toBeGreaterThan(35);
    expect(routes.filter(({ permission }) => permission === undefined)).toEqual([]);
  });

  it('asks for a sign-in, unless it is open', async () => {
    for (const route of routes) {
      const { status, type } = await ask(route, '');
      const open = route.permission !== undefined && isOpen(route.permission);
      if (open) expect({ ...route, refused: isRefusal(type) }).toEqual({ ...route, refused: false });
      else expect({ ...route, status, type }).toEqual({ ...route, status: 401, type: '/problems/sign-in-needed' });
    }
  });

  it.each(ASKERS)(
    'is answered to $role (limited: $isLimited) exactly where the table allows it',
    async ({ role, isLimited }) => {
      const allowed: readonly string[] = permissionsOf(role, isLimited);
      for (const route of routes) {
        // It would end the session that asks.
        if (route.path === '/api/auth/sign-out') continue;
        const { type } = await ask(route, cookies.get(nameOf(role, isLimited)) ?? '');
        const may = route.permission !== undefined && (isOpen(route.permission) || allowed.includes(route.permission));
        expect({ ...route, refused: type === '/problems/not-allowed' }).toEqual({ ...route, refused: !may });
      }
    },
  );
});

describe('the table', () => {
  it('gives owners all that is not open, and an admin all but owners', () => {
    const owners = permissionsOf('owner', false);
    expect(permissionsOf('admin', false)).toEqual(owners.filter((permission) => permission !== 'owners.write'));
  });

  it('gives nobody who is limited to projects what reaches beyond them', () => {
    for (const role of ROLE_NAMES) {
      expect(permissionsOf(role, true)).not.toEqual(expect.arrayContaining(['sync.run']));
      expect(permissionsOf(role, true)).not.toEqual(expect.arrayContaining(['people.write']));
    }
  });
});
