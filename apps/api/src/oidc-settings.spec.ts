import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, type Environment, readEnvironment } from './env.js';
import { isMeant } from './group-map.js';

const COMPLETE = {
  BURSAR_OIDC_ISSUER: 'https://login.example.com',
  BURSAR_OIDC_CLIENT_ID: 'bursar',
  BURSAR_OIDC_ROLES: 'owner=it-admins',
};
const read = (source: Record<string, string>): Environment => readEnvironment(source, '/nowhere');

function mistakesOf(source: Record<string, string>): readonly string[] {
  try {
    read(source);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('the settings of a provider', () => {
  it('need an issuer, a client and who has which role', () => {
    expect(read(COMPLETE).oidc).toEqual({
      issuer: 'https://login.example.com',
      clientId: 'bursar',
      clientSecret: null,
      name: 'single sign-on',
      scopes: 'openid profile email',
      claim: 'groups',
      roles: [{ key: 'owner', values: ['it-admins'] }],
      projects: null,
    });
    expect(read({}).oidc).toBeNull();
  });

  it('hold groups by name, by mail domain, or everybody; only the first = of a part counts', () => {
    const { oidc } = read({
      ...COMPLETE,
      BURSAR_OIDC_ROLES: ' owner = CN=IT,OU=Groups ; finance=controllers | audit team;viewer=@acme.example|*; ',
      BURSAR_OIDC_PROJECTS: 'team-a=proj_1|proj_2;controllers=*',
    });
    expect(oidc?.roles).toEqual([
      { key: 'owner', values: ['CN=IT,OU=Groups'] },
      { key: 'finance', values: ['controllers', 'audit team'] },
      { key: 'viewer', values: ['@acme.example', '*'] },
    ]);
    expect(oidc?.projects?.[1]).toEqual({ key: 'controllers', values: ['*'] });
  });

  it('tell all mistakes at once, and no secret', () => {
    const mistakes = mistakesOf({
      BURSAR_OIDC_ISSUER: 'login.example.com',
      BURSAR_OIDC_CLIENT_SECRET: 'hunter2-hunter2',
      BURSAR_OIDC_SCOPES: 'profile',
      BURSAR_OIDC_NAME: 'x'.repeat(61),
      BURSAR_OIDC_ROLES: 'king=a;owner;viewer=;viewer=b;viewer=c;finance=a||b',
      BURSAR_OIDC_PROJECTS: 'team-a=proj 1',
      BURSAR_LOCAL_SIGN_IN: 'no',
    });
    expect(mistakes).toEqual([
      expect.stringContaining('BURSAR_OIDC_ISSUER is not an address'),
      expect.stringContaining('BURSAR_OIDC_CLIENT_ID is not set'),
      'BURSAR_OIDC_ROLES: "king" is no role: only owner, admin, finance, engineer, viewer are.',
      expect.stringContaining('BURSAR_OIDC_ROLES: "owner" has no name before a "="'),
      'BURSAR_OIDC_ROLES: "viewer=" has nothing after "=" or between two "|".',
      'BURSAR_OIDC_ROLES: "viewer" stands there twice. Join what it means by |.',
      'BURSAR_OIDC_ROLES: "finance=a||b" has nothing after "=" or between two "|".',
      'BURSAR_OIDC_NAME is longer than 60 characters.',
      expect.stringContaining('BURSAR_OIDC_SCOPES lacks openid'),
      'BURSAR_OIDC_PROJECTS: "team-a=proj 1" has proj 1, which cannot be the id of a project.',
      'BURSAR_LOCAL_SIGN_IN is "no": on or off is needed.',
    ]);
    expect(mistakes.join()).not.toContain('hunter2');
  });

  it('mean nothing without an issuer', () => {
    expect(mistakesOf({ BURSAR_OIDC_CLIENT_ID: 'bursar', BURSAR_OIDC_ROLES: 'owner=a' })).toEqual([
      'BURSAR_OIDC_CLIENT_ID, BURSAR_OIDC_ROLES: without BURSAR_OIDC_ISSUER there is no provider.',
    ]);
    expect(mistakesOf({ ...COMPLETE, BURSAR_OIDC_ROLES: '' })).toEqual([
      expect.stringContaining('BURSAR_OIDC_ROLES is not set, so that nobody could sign in'),
    ]);
  });

  it('take an issuer without encryption only where its host is allowed by name', () => {
    const issuer = { ...COMPLETE, BURSAR_OIDC_ISSUER: 'http://login.internal:8080' };
    expect(mistakesOf(issuer)).toEqual([expect.stringContaining('BURSAR_OIDC_ISSUER is not https')]);
    expect(mistakesOf({ ...issuer, BURSAR_ALLOW_PRIVATE_ADDRESSES: 'other.internal' })).toHaveLength(1);
    expect(mistakesOf({ ...issuer, BURSAR_ALLOW_PRIVATE_ADDRESSES: 'login.internal' })).toEqual([]);
  });
});

describe('without passwords', () => {
  const off = { BURSAR_LOCAL_SIGN_IN: 'off' };

  it('there has to be a provider, and somebody who becomes an owner by it', () => {
    expect(read({ ...COMPLETE, ...off }).localSignIn).toBe(false);
    expect(mistakesOf(off)).toEqual([expect.stringContaining('nobody could sign in')]);
    expect(mistakesOf({ ...COMPLETE, ...off, BURSAR_OIDC_ROLES: 'admin=owner=x' })).toEqual([
      expect.stringContaining('makes nobody an owner'),
    ]);
  });

  it('an owner with a password is a mistake', () => {
    const owner = { BURSAR_OWNER_EMAIL: 'ada@example.com', BURSAR_OWNER_PASSWORD: 'a long enough one' };
    expect(mistakesOf({ ...COMPLETE, ...off, ...owner })).toEqual([
      expect.stringContaining('BURSAR_OWNER_* makes an owner with a password'),
    ]);
  });
});

describe('a group of the map', () => {
  it.each([
    ['*', [], null, true],
    ['fin', ['fin'], null, true],
    ['fin', ['Fin', 'finance'], null, false],
    ['@acme.example', [], 'acme.example', true],
    ['@ACME.example', [], 'acme.example', true],
    ['@acme.example', [], 'evil-acme.example', false],
    ['@acme.example', ['@acme.example'], null, false],
    ['fin', ['*'], null, false],
  ])('%s means who is in %j, with an address at %s: %s', (group, groups, verifiedDomain, expected) => {
    expect(isMeant(group, { groups, verifiedDomain })).toBe(expected);
  });
});
