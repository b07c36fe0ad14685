/** How people sign in: by a password here, by an identity provider, or both. */
import { ROLE_NAMES } from '@bursar/contract';
import type { AllowedInside } from './outgoing/outgoing-rules.js';
import { hostOf } from './outgoing/outgoing-rules.js';
import { type GroupMap, readGroupMap } from './group-map.js';
import type { Reader } from './variable-reader.js';
import { VARIABLES } from './variables.js';

export interface OidcSettings {
  /** As the provider spells it. */
  issuer: string;
  clientId: string;
  /** Never logged, stored or answered; null: a public client. */
  clientSecret: string | null;
  /** What the button says. */
  name: string;
  scopes: string;
  /** The claim that names groups or roles; with dots, a claim within others. */
  claim: string;
  /** Groups to roles. */
  roles: GroupMap;
  /** Groups to ids of projects; null: nobody is limited. */
  projects: GroupMap | null;
}

export interface SignInSettings {
  /** Null: no identity provider. */
  oidc: OidcSettings | null;
  /** Whether passwords are taken, and links by which one chooses them. */
  localSignIn: boolean;
}

/** Those that mean nothing without a provider. */
const OF_OIDC = [
  'BURSAR_OIDC_CLIENT_ID',
  'BURSAR_OIDC_CLIENT_SECRET',
  'BURSAR_OIDC_CLIENT_SECRET_FILE',
  'BURSAR_OIDC_NAME',
  'BURSAR_OIDC_SCOPES',
  'BURSAR_OIDC_CLAIM',
  'BURSAR_OIDC_ROLES',
  'BURSAR_OIDC_PROJECTS',
] as const;

const LONGEST_NAME = 60;

/** Reads both; a configuration with which nobody could become an owner is a mistake. */
export function readSignInSettings(reader: Reader, allowed: AllowedInside): SignInSettings {
  const oidc = readOidc(reader, allowed);
  const text = reader.text('BURSAR_LOCAL_SIGN_IN') ?? VARIABLES.BURSAR_LOCAL_SIGN_IN.default;
  if (text !== 'on' && text !== 'off') reader.mistakes.push(`BURSAR_LOCAL_SIGN_IN is "${text}": on or off is needed.`);
  if (text === 'off') refuseNobody(reader);
  return { oidc, localSignIn: text !== 'off' };
}

/** Without passwords owners come by the provider alone. */
function refuseNobody(reader: Reader): void {
  if (reader.text('BURSAR_OIDC_ISSUER') === null) {
    reader.mistakes.push('BURSAR_LOCAL_SIGN_IN is off and BURSAR_OIDC_ISSUER is not set: nobody could sign in.');
  } else if (!/(^|;)\s*owner\s*=/i.test(reader.text('BURSAR_OIDC_ROLES') ?? '')) {
    reader.mistakes.push(
      'BURSAR_LOCAL_SIGN_IN is off and BURSAR_OIDC_ROLES makes nobody an owner: add owner= and a group.',
    );
  }
  const set = (['BURSAR_OWNER_EMAIL', 'BURSAR_OWNER_NAME'] as const).some((name) => reader.text(name) !== null);
  if (set || reader.isSet('BURSAR_OWNER_PASSWORD')) {
    reader.mistakes.push(
      'BURSAR_OWNER_* makes an owner with a password, and BURSAR_LOCAL_SIGN_IN is off: take one of them out. BURSAR_OIDC_ROLES says who is an owner.',
    );
  }
}

function readOidc(reader: Reader, allowed: AllowedInside): OidcSettings | null {
  const issuer = reader.text('BURSAR_OIDC_ISSUER');
  if (issuer === null) {
    const set = OF_OIDC.filter((name) => reader.text(name) !== null);
    if (set.length > 0) reader.mistakes.push(`${set.join(', ')}: without BURSAR_OIDC_ISSUER there is no provider.`);
    return null;
  }
  checkIssuer(reader, issuer, allowed);
  const clientId = reader.text('BURSAR_OIDC_CLIENT_ID');
  if (clientId === null) {
    reader.mistakes.push('BURSAR_OIDC_CLIENT_ID is not set: the provider shows it where Bursar is registered.');
  }
  const roles = readGroupMap(reader, 'BURSAR_OIDC_ROLES', { keys: ROLE_NAMES });
  if (roles === null) {
    reader.mistakes.push(
      'BURSAR_OIDC_ROLES is not set, so that nobody could sign in: owner=it-admins;finance=controllers;viewer=* for instance.',
    );
  }
  return {
    issuer,
    clientId: clientId ?? '',
    clientSecret: reader.textOrFile('BURSAR_OIDC_CLIENT_SECRET')?.text ?? null,
    name: readName(reader),
    scopes: readScopes(reader),
    claim: reader.text('BURSAR_OIDC_CLAIM') ?? VARIABLES.BURSAR_OIDC_CLAIM.default,
    roles: roles ?? [],
    projects: readGroupMap(reader, 'BURSAR_OIDC_PROJECTS', { values: /^(?:\*|[\w.-]{1,200})$/ }),
  };
}

function checkIssuer({ mistakes }: Reader, text: string, allowed: AllowedInside): void {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '') {
    mistakes.push('BURSAR_OIDC_ISSUER is not an address such as https://login.example.com (no user, no query).');
  } else if (url.protocol === 'http:' && allowed !== 'all' && !allowed.includes(hostOf(url))) {
    mistakes.push(
      `BURSAR_OIDC_ISSUER is not https: only a host of the own network that BURSAR_ALLOW_PRIVATE_ADDRESSES names may be asked without encryption.`,
    );
  }
}

function readName(reader: Reader): string {
  const name = reader.text('BURSAR_OIDC_NAME') ?? VARIABLES.BURSAR_OIDC_NAME.default;
  if (name.length > LONGEST_NAME) reader.mistakes.push(`BURSAR_OIDC_NAME is longer than ${LONGEST_NAME} characters.`);
  return name;
}

function readScopes(reader: Reader): string {
  const scopes = (reader.text('BURSAR_OIDC_SCOPES') ?? VARIABLES.BURSAR_OIDC_SCOPES.default).split(/[\s,]+/);
  if (!scopes.includes('openid')) {
    reader.mistakes.push('BURSAR_OIDC_SCOPES lacks openid, without which a provider does not say who signed in.');
  }
  return scopes.join(' ');
}
