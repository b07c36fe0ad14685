import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError, readEnvironment } from './env.js';
import { VARIABLES } from './variables.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bursar-env-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

const read = (source: Record<string, string>) => readEnvironment(source, folder);

function mistakesOf(source: Record<string, string>): readonly string[] {
  try {
    read(source);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('needs nothing: every variable has a default or may be absent', () => {
    expect(read({})).toEqual({
      openaiAdminKeys: [],
      openaiWriteKeys: [],
      openaiBaseUrl: null,
      databaseUrl: null,
      dataDirectory: join(folder, '.data'),
      host: '127.0.0.1',
      publicOrigin: null,
      trustedProxies: 0,
      owner: null,
      secondFactorRoles: [],
      port: 3000,
      secret: null,
      newSecret: null,
      oidc: null,
      localSignIn: true,
      mail: null,
      allowedInside: [],
      githubWebhookSecret: null,
      backfillMonths: 13,
      auditMonths: null,
      answerCache: true,
      demo: null,
      warnings: [],
    });
  });

  it('takes a variable that is set but empty for unset', () => {
    const empty = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, ' ']));
    expect(read(empty)).toEqual(read({}));
  });

  it('tells all mistakes at once, in words', () => {
    const mistakes = mistakesOf({
      OPENAI_ADMIN_KEY: 'sk-admin-one two',
      OPENAI_BASE_URL: 'api.openai.com',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      HOST: '0.0.0.0',
      PORT: '70000',
      BURSAR_SECRET: 'short',
      BURSAR_BACKFILL_MONTHS: 'a year',
      BURSAR_AUDIT_MONTHS: '0',
      BURSAR_ANSWER_CACHE: 'maybe',
      BURSAR_DEMO: 'yes',
    });
    expect(mistakes.map((mistake) => mistake.split(' ')[0])).toEqual([
      'OPENAI_ADMIN_KEY',
      'OPENAI_BASE_URL',
      'DATABASE_URL',
      'HOST',
      'PORT',
      'BURSAR_SECRET',
      'BURSAR_BACKFILL_MONTHS',
      'BURSAR_AUDIT_MONTHS',
      'BURSAR_ANSWER_CACHE',
      'BURSAR_DEMO',
    ]);
    expect(mistakes.join()).not.toMatch(/hunter2|short|one two/);
  });

  it('listens on this machine only, unless it knows its public address', () => {
    expect(mistakesOf({ HOST: '192.168.1.2' })).toEqual([expect.stringContaining('set BURSAR_URL')]);
    for (const host of ['127.0.0.1', 'localhost', '::1', '[::1]']) expect(mistakesOf({ HOST: host })).toEqual([]);
    const environment = { HOST: '0.0.0.0', BURSAR_URL: 'https://Bursar.Example/', BURSAR_TRUST_PROXY: '1' };
    expect(read(environment)).toMatchObject({
      host: '0.0.0.0',
      publicOrigin: 'https://bursar.example',
      trustedProxies: 1,
      warnings: [],
    });
  });

  it.each([
    'bursar.example',
    'ftp://bursar.example',
    'https://mika:hunter2@bursar.example',
    'https://bursar.example/costs',
    'https://bursar.example/?a',
  ])('takes no public address such as %s, and tells it once', (url) => {
    const mistakes = mistakesOf({ HOST: '0.0.0.0', BURSAR_URL: url });
    expect(mistakes).toEqual([expect.stringContaining('BURSAR_URL is not an address')]);
    expect(mistakes.join()).not.toContain('hunter2');
  });

  it('says what an address without encryption or an unknown proxy means', () => {
    expect(read({ BURSAR_URL: 'http://bursar.example' }).warnings).toEqual([expect.stringContaining('is not https')]);
    expect(read({ BURSAR_URL: 'https://bursar.example' }).warnings).toEqual([
      expect.stringContaining('BURSAR_TRUST_PROXY is 0'),
    ]);
    expect(read({ BURSAR_URL: 'http://127.0.0.1:3000' }).warnings).toEqual([]);
    expect(mistakesOf({ BURSAR_TRUST_PROXY: 'true' })).toEqual([
      expect.stringContaining('a whole number from 0 to 10'),
    ]);
  });

  const SECRETS = [
    ['OPENAI_ADMIN_KEY', 'openaiAdminKeys', 'sk-admin-from-file', 'sk-admin one two'],
    ['DATABASE_URL', 'databaseUrl', 'postgres://bursar:hunter2@db/bursar', 'mysql://root:hunter2@db/x'],
    ['BURSAR_SECRET', 'secret', 'a-secret-of-a-file-that-is-long-enough', 'short'],
  ] as const;

  it.each(SECRETS)('reads %s from a file, without the line break at its end', (name, field, secret, wrong) => {
    const file = `${name}_FILE`;
    writeFileSync(join(folder, 'held'), `${secret}\n`);
    expect([read({ [file]: 'held' })[field]].flat()).toEqual([secret]);
    expect(mistakesOf({ [file]: 'nowhere' })).toEqual([
      `${file} names ${join(folder, 'nowhere')}, which cannot be read (ENOENT).`,
    ]);
    expect(mistakesOf({ [file]: 'held', [name]: secret })).toEqual([
      `${name} and ${file} are both set: keep one of them.`,
    ]);
    writeFileSync(join(folder, 'held'), '\n');
    expect(mistakesOf({ [file]: 'held' })).toEqual([expect.stringMatching(/_FILE names .*, which is empty\.$/)]);
    writeFileSync(join(folder, 'held'), wrong);
    const mistakes = mistakesOf({ [file]: 'held' });
    expect(mistakes).toEqual([expect.stringMatching(new RegExp(`^${file} `))]);
    expect(mistakes.join()).not.toMatch(/hunter2|short|one two/);
  });

  it('takes hosts of the own network by name, or all, and tells what is none', () => {
    const hosts = (text: string) => read({ BURSAR_ALLOW_PRIVATE_ADDRESSES: text }).allowedInside;
    expect(hosts('off')).toEqual([]);
    expect(hosts('on')).toBe('all');
    expect(hosts('Login.Internal, 10.1.2.3, [fd00::1]')).toEqual(['login.internal', '10.1.2.3', 'fd00::1']);
    expect(mistakesOf({ BURSAR_ALLOW_PRIVATE_ADDRESSES: 'https://login.internal, a:80, b' })).toEqual([
      expect.stringContaining('has https://login.internal, a:80: off, on or hosts'),
    ]);
  });

  it('names variables that have no effect, never their values (cases 6 and 7)', () => {
    const { warnings } = read({ OPENAI_API_KEY: 'sk-secret', OPENAI_PROJECT_ID: 'proj_1', BURSAR_PROT: '1' });
    expect(warnings).toEqual([
      'Bursar does not use OPENAI_API_KEY, OPENAI_PROJECT_ID: only OPENAI_ADMIN_KEY counts.',
      'Unknown variables, without effect: BURSAR_PROT.',
    ]);
  });

  it('says to whom the admin key goes when it is not OpenAI', () => {
    expect(read({ OPENAI_BASE_URL: 'https://proxy.example.com/v1' }).warnings).toEqual([
      "OPENAI_BASE_URL is neither OpenAI's nor on this machine: proxy.example.com receives the admin key.",
    ]);
    for (const url of ['https://api.openai.com/v1', 'https://eu.api.openai.com/v1', 'http://127.0.0.1:4010/v1']) {
      expect(read({ OPENAI_BASE_URL: url }).warnings).toEqual([]);
    }
    expect(read({ OPENAI_BASE_URL: 'http://api.openai.com/v1' }).warnings).toEqual([
      expect.stringContaining('unencrypted'),
    ]);
  });

  it('says that a project key is not an admin key', () => {
    expect(read({ OPENAI_ADMIN_KEY: 'sk-proj-abc' }).warnings).toEqual([expect.stringContaining('needs an admin key')]);
  });
});

describe('the README', () => {
  it('tells of every variable', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
    expect(Object.keys(VARIABLES).filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('the first owner', () => {
  it('is somebody with a mail address and a password that is long enough', () => {
    const owner = { BURSAR_OWNER_EMAIL: 'Mika@Example.com', BURSAR_OWNER_PASSWORD: 'a long enough one' };
    expect(read(owner).owner).toEqual({
      email: 'mika@example.com',
      name: 'mika@example.com',
      password: 'a long enough one',
    });
    expect(read({ ...owner, BURSAR_OWNER_NAME: 'Mika' }).owner?.name).toBe('Mika');
  });

  it('may have the password in a file', () => {
    const owner = { BURSAR_OWNER_EMAIL: 'mika@example.com', BURSAR_OWNER_PASSWORD_FILE: 'password' };
    expect(mistakesOf(owner)).toEqual([expect.stringContaining('cannot be read (ENOENT)')]);
    writeFileSync(join(folder, 'password'), 'a long enough one\n');
    expect(read(owner).owner?.password).toBe('a long enough one');
    writeFileSync(join(folder, 'password'), 'short');
    expect(mistakesOf(owner)).toEqual(['BURSAR_OWNER_PASSWORD_FILE has fewer than 12 characters.']);
  });

  it.each([
    [{ BURSAR_OWNER_EMAIL: 'mika@example.com' }, 'BURSAR_OWNER_PASSWORD has fewer than 12 characters.'],
    [{ BURSAR_OWNER_PASSWORD: 'a long enough one' }, 'BURSAR_OWNER_EMAIL is not a mail address'],
    [{ BURSAR_OWNER_EMAIL: 'mika', BURSAR_OWNER_PASSWORD: 'a long enough one' }, 'BURSAR_OWNER_EMAIL is not'],
    [{ BURSAR_OWNER_NAME: 'Mika' }, 'BURSAR_OWNER_EMAIL is not'],
  ])('is told to be incomplete, without the password: %j', (source, sentence) => {
    const tell = () => read(source);
    expect(tell).toThrow(sentence);
    expect(tell).not.toThrow(/long enough/);
  });
});

describe('.env.example', () => {
  it('holds exactly the variables of env.ts, with their meaning and default', () => {
    const head =
      '# Copy this file to .env and set what you need; everything may stay unset.\n# The process environment goes before this file.\n';
    const entries = Object.entries(VARIABLES).map(
      ([name, variable]) => `\n# ${variable.meaning}\n# ${name}=${variable.default ?? ''}\n`,
    );
    expect(readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8')).toBe([head, ...entries].join(''));
  });
});
