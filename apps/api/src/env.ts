/** All configuration, checked. Nothing else reads the environment. */
import { resolve } from 'node:path';
import { type Role, ROLE_NAMES, SHORTEST_PASSWORD } from '@bursar/contract';
import { type MailSettings, readMailSettings } from './mail-settings.js';
import type { AllowedInside } from './outgoing/outgoing-rules.js';
import { readAllowedInside } from './outgoing/outgoing-settings.js';
import { readSignInSettings, type SignInSettings } from './oidc-settings.js';
import { isLoopback, type ReachedAt, readReachedAt } from './reached-at.js';
import { Reader, type Source } from './variable-reader.js';
import { VARIABLES } from './variables.js';

export interface Environment extends ReachedAt, SignInSettings {
  /** One for each organization. Never logged, stored or answered. */
  openaiAdminKeys: readonly string[];
  /** What is changed at OpenAI is changed with these, where there is one of the organization. As secret as the others. */
  openaiWriteKeys: readonly string[];
  /** Null: OpenAI's own address. */
  openaiBaseUrl: string | null;
  /** Null: the embedded Postgres. */
  databaseUrl: string | null;
  /** Absolute. */
  dataDirectory: string;
  /** What secrets are sealed with; null: none is configured. */
  secret: string | null;
  /** What npm run rotate-secret seals with from then on; null: none is configured. */
  newSecret: string | null;
  /** Who is to be the first to sign in; null: whoever has the code of the log. */
  owner: FirstOwner | null;
  /** Those of these roles may do nothing before they have a second factor. */
  secondFactorRoles: readonly Role[];
  /** Null: no mail is sent. */
  mail: MailSettings | null;
  /** Hosts of the own network that may be called although somebody else names them. */
  allowedInside: AllowedInside;
  /** What GitHub signs its alerts with; null: none are taken. */
  githubWebhookSecret: string | null;
  backfillMonths: number;
  /** How long OpenAI's audit events are kept; null: for ever. */
  auditMonths: number | null;
  /** Whether answers are given again as long as they hold. */
  answerCache: boolean;
  /** Null: decided by whether there is anything real to show. */
  demo: boolean | null;
  /** Sentences to say at start; they hold names, never values. */
  warnings: readonly string[];
}

/** The password is never logged, stored as it is, or answered. */
export interface FirstOwner {
  email: string;
  name: string;
  password: string;
}

/** The operator's mistakes, all of them, in words. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(
      `The configuration has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`,
    );
    this.mistakes = mistakes;
  }
}

/** Variables of OpenAI's own tools that are often set and that Bursar leaves alone. */
const NOT_USED = ['OPENAI_API_KEY', 'OPENAI_ORG_ID', 'OPENAI_PROJECT_ID', 'OPENAI_WEBHOOK_SECRET'];

/**
 * Reads and checks the configuration. A variable that is set but empty counts as unset.
 *
 * @param projectRoot what relative paths start from
 * @throws ConfigurationError with every mistake, not only the first
 */
export function readEnvironment(source: Source, projectRoot: string): Environment {
  const reader = new Reader(source, projectRoot);
  const allowedInside = readAllowedInside(reader);
  const environment = {
    openaiAdminKeys: readAdminKeys(reader, 'OPENAI_ADMIN_KEY'),
    openaiWriteKeys: readAdminKeys(reader, 'OPENAI_ADMIN_WRITE_KEY'),
    openaiBaseUrl: readBaseUrl(reader),
    databaseUrl: readDatabaseUrl(reader),
    dataDirectory: resolve(projectRoot, reader.text('BURSAR_DATA_DIR') ?? VARIABLES.BURSAR_DATA_DIR.default),
    ...readReachedAt(reader),
    secret: readSecret(reader, 'BURSAR_SECRET'),
    newSecret: readSecret(reader, 'BURSAR_NEW_SECRET'),
    owner: readOwner(reader),
    secondFactorRoles: readSecondFactorRoles(reader),
    ...readSignInSettings(reader, allowedInside),
    mail: readMailSettings(reader),
    allowedInside,
    githubWebhookSecret: readGithubSecret(reader),
    backfillMonths: reader.whole('BURSAR_BACKFILL_MONTHS', 1, 60),
    auditMonths: reader.text('BURSAR_AUDIT_MONTHS') === null ? null : reader.whole('BURSAR_AUDIT_MONTHS', 1, 120),
    answerCache: readAnswerCache(reader),
    demo: readDemo(reader),
    warnings: reader.warnings,
  };
  warnOfStrangers(reader);
  if (reader.mistakes.length > 0) throw new ConfigurationError(reader.mistakes);
  return environment;
}

/** The same, from the process's own environment. */
export function readProcessEnvironment(projectRoot: string): Environment {
  return readEnvironment(process.env, projectRoot);
}

function readAdminKeys(reader: Reader, variable: 'OPENAI_ADMIN_KEY' | 'OPENAI_ADMIN_WRITE_KEY'): string[] {
  const found = reader.textOrFile(variable);
  if (found === null) return [];
  const { text, name } = found;
  const keys = text.split(',').map((key) => key.trim());
  if (keys.some((key) => !/^[\x21-\x7e]+$/.test(key))) {
    reader.mistakes.push(
      `${name} holds blanks or characters that no key has: copy the key once more, on one line; several have one comma between them.`,
    );
  } else if (keys.some((key) => /^sk-(proj|svcacct)-/.test(key))) {
    reader.warnings.push(`${name} holds a project key. Bursar needs an admin key (Settings → Admin keys).`);
  }
  return [...new Set(keys)];
}

function readBaseUrl(reader: Reader): string | null {
  const text = reader.text('OPENAI_BASE_URL');
  if (text === null) return null;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '') {
    reader.mistakes.push('OPENAI_BASE_URL is not an address such as https://api.openai.com/v1 (no user, no query).');
    return null;
  }
  const openai = url.protocol === 'https:' && /(^|\.)api\.openai\.com$/.test(url.hostname);
  if (!openai && !isLoopback(url.hostname)) {
    const clear = url.protocol === 'http:' ? ', unencrypted' : '';
    reader.warnings.push(
      `OPENAI_BASE_URL is neither OpenAI's nor on this machine: ${url.host} receives the admin key${clear}.`,
    );
  }
  return text.replace(/\/+$/, '');
}

function readDatabaseUrl(reader: Reader): string | null {
  const found = reader.textOrFile('DATABASE_URL');
  // Not repeated in the message: it holds a password.
  if (found !== null && !/^postgres(ql)?:\/\/\S+$/.test(found.text)) {
    reader.mistakes.push(`${found.name} does not look like postgres://user:password@host:5432/database.`);
  }
  return found?.text ?? null;
}

function readSecret(reader: Reader, variable: 'BURSAR_SECRET' | 'BURSAR_NEW_SECRET'): string | null {
  const found = reader.textOrFile(variable);
  if (found !== null && found.text.length < 32) {
    reader.mistakes.push(`${found.name} has fewer than 32 characters. Make one with: openssl rand -hex 32`);
  }
  return found?.text ?? null;
}

function readGithubSecret(reader: Reader): string | null {
  const found = reader.textOrFile('BURSAR_GITHUB_WEBHOOK_SECRET');
  if (found !== null && found.text.length < 16) {
    reader.mistakes.push(`${found.name} has fewer than 16 characters. Make one with: openssl rand -hex 32`);
  }
  return found?.text ?? null;
}

function readOwner(reader: Reader): FirstOwner | null {
  const email = reader.text('BURSAR_OWNER_EMAIL')?.toLowerCase() ?? null;
  const found = reader.textOrFile('BURSAR_OWNER_PASSWORD');
  const name = reader.text('BURSAR_OWNER_NAME');
  if (email === null && name === null && !reader.isSet('BURSAR_OWNER_PASSWORD')) return null;
  if (email === null || !/^[^\s@]+@[^\s@]+$/.test(email)) {
    reader.mistakes.push('BURSAR_OWNER_EMAIL is not a mail address such as mika@example.com.');
  }
  const isUnread = found === null && reader.isSet('BURSAR_OWNER_PASSWORD');
  if (!isUnread && (found?.text ?? '').length < SHORTEST_PASSWORD) {
    reader.mistakes.push(`${found?.name ?? 'BURSAR_OWNER_PASSWORD'} has fewer than ${SHORTEST_PASSWORD} characters.`);
  }
  return email === null || found === null ? null : { email, name: name ?? email, password: found.text };
}

function readSecondFactorRoles(reader: Reader): Role[] {
  const names = (reader.text('BURSAR_SECOND_FACTOR_ROLES') ?? '').split(',').map((name) => name.trim());
  const wanted = names.filter((name) => name !== '');
  const strangers = wanted.filter((name) => !ROLE_NAMES.some((role) => role === name));
  if (strangers.length > 0) {
    const allowed = ROLE_NAMES.join(', ');
    reader.mistakes.push(`BURSAR_SECOND_FACTOR_ROLES names ${strangers.join(', ')}: only ${allowed} are roles.`);
  }
  return ROLE_NAMES.filter((role) => wanted.includes(role));
}

function readAnswerCache(reader: Reader): boolean {
  const text = reader.text('BURSAR_ANSWER_CACHE') ?? VARIABLES.BURSAR_ANSWER_CACHE.default;
  if (text !== 'on' && text !== 'off') reader.mistakes.push(`BURSAR_ANSWER_CACHE is "${text}": on or off is needed.`);
  return text !== 'off';
}

function readDemo(reader: Reader): boolean | null {
  const text = reader.text('BURSAR_DEMO');
  if (text === null) return null;
  if (text !== '0' && text !== '1') reader.mistakes.push(`BURSAR_DEMO is "${text}": 1 or 0 is needed.`);
  if (text === '1' && (reader.isSet('OPENAI_ADMIN_KEY') || reader.isSet('DATABASE_URL'))) {
    reader.warnings.push('BURSAR_DEMO is 1: the key and the database that are configured are left alone.');
  }
  return text === '1';
}

function warnOfStrangers({ source, warnings }: Reader): void {
  const set = Object.keys(source).filter((name) => (source[name] ?? '').trim() !== '');
  const unused = set.filter((name) => NOT_USED.includes(name));
  if (unused.length > 0) warnings.push(`Bursar does not use ${unused.join(', ')}: only OPENAI_ADMIN_KEY counts.`);
  const known = [...Object.keys(VARIABLES), ...NOT_USED, 'OPENAI_BASE_URL'];
  const strangers = set.filter((name) => /^(BURSAR|OPENAI)_/.test(name) && !known.includes(name));
  if (strangers.length > 0) warnings.push(`Unknown variables, without effect: ${strangers.sort().join(', ')}.`);
}
