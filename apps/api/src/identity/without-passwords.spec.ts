/** BURSAR_LOCAL_SIGN_IN=off: nothing takes a password, and nothing leads to one. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { authState, problem } from '@bursar/contract';
import { readEnvironment } from '../env.js';
import { startTestApplication, type TestApplication } from '../testing/test-application.js';

let server: TestApplication;
let empty: TestApplication;
const logged: string[] = [];

beforeAll(async () => {
  const { oidc, localSignIn } = readEnvironment(
    {
      BURSAR_OIDC_ISSUER: 'https://login.example',
      BURSAR_OIDC_CLIENT_ID: 'bursar',
      BURSAR_OIDC_NAME: 'Acme',
      BURSAR_OIDC_ROLES: 'owner=it',
      BURSAR_LOCAL_SIGN_IN: 'off',
    },
    '/nowhere',
  );
  const write = (message: unknown) => void logged.push(String(message));
  const environment = { oidc, localSignIn };
  empty = await startTestApplication({ environment, as: null, logger: { log: write, warn: write, error: write } });
  server = await startTestApplication({ environment });
});
afterAll(async () => {
  await server.close();
  await empty.close();
});

const PASSWORD = 'correct horse battery';

describe('without passwords', () => {
  it('nobody is set up by a code of the log: none is told, and the page for it is not shown', async () => {
    expect(logged.join('\n')).not.toContain('first owner');
    const state = authState.parse(await empty.get('/api/auth/state'));
    expect(state).toMatchObject({ needs_set_up: false, local_sign_in: false, single_sign_on: { name: 'Acme' } });
  });

  it.each([
    ['POST', '/api/auth/sign-in', { email: 'mika@example.com', password: PASSWORD }],
    ['POST', '/api/auth/set-up', { code: 'AAAA-BBBB-CCCC', email: 'm@example.com', name: 'M', password: PASSWORD }],
    ['POST', '/api/auth/link', { token: 'x', password: PASSWORD }],
    ['POST', '/api/auth/link/look', { token: 'x' }],
    ['POST', '/api/auth/password', { current_password: PASSWORD, new_password: PASSWORD }],
    ['POST', '/api/v1/people', { email: 'ada@example.com', name: 'Ada', role: 'viewer' }],
    ['POST', '/api/v1/people/1/link', {}],
  ])('%s %s is refused, with the way that there is', async (method, path, body) => {
    const response = await server.fetch(path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(problem.parse(await response.json())).toMatchObject({
      status: 403,
      type: '/problems/not-allowed',
      detail: expect.stringContaining('Passwords are switched off here (BURSAR_LOCAL_SIGN_IN)'),
    });
  });
});
