/** Plays signing in: who is in, who may come in and how, and what is refused to whom. */
import {
  type ApiToken,
  type AuthState,
  type Organization,
  permissionsOf,
  type Permission,
  type Person,
  type Problem,
  type Role,
  type SessionItem,
} from '@bursar/contract';

export const PASSWORD = 'correct horse battery';
export const SET_UP_CODE = 'JKL2-9QRT';
/** What the authenticator shows. */
export const CODE = '123456';
export const RECOVERY_CODE = 'ABCD-2345';

export interface AuthWorld {
  /** Null: nobody has signed in. */
  person: AuthState['person'];
  needsSetUp: boolean;
  demo: boolean;
  /** Passwords are taken. */
  localSignIn: boolean;
  /** Links go out by mail. */
  sendsMail: boolean;
  /** What the button of the identity provider says; null: there is none. */
  signOnName: string | null;
  /** Nothing is answered at all. */
  isDown: boolean;
  /** Too many tries went before. */
  tooMany: boolean;
  /** The password alone is not enough. */
  asksCode: boolean;
  /** The password was right, the code is missing. */
  awaitsCode: boolean;
  /** The role needs a second factor that is not set up. */
  needsSecondFactor: boolean;
  /** Of the person who is in. */
  sessions: SessionItem[];
  /** Who may sign in. */
  people: Person[];
  tokens: ApiToken[];
  /** Those that are connected. */
  organizations: Organization[];
  /** Whom a link signs in. */
  afterLink: AuthState['person'];
}

/** Somebody who is in; the specs' default is an owner. */
export function personOf(role: Role, projectIds: string[] | null = null): NonNullable<AuthState['person']> {
  return {
    id: role,
    email: `${role}@acme.example`,
    name: `Mika of ${role}`,
    role,
    project_ids: projectIds,
    has_password: true,
    has_identity: false,
    has_second_factor: false,
    permissions: permissionsOf(role, projectIds !== null),
  };
}

export const OWNER_IN: Omit<AuthWorld, 'sessions' | 'people' | 'tokens' | 'organizations'> = {
  person: personOf('owner'),
  needsSetUp: false,
  demo: false,
  localSignIn: true,
  sendsMail: false,
  signOnName: null,
  isDown: false,
  tooMany: false,
  asksCode: false,
  awaitsCode: false,
  needsSecondFactor: false,
  afterLink: personOf('viewer', ['proj_1', 'proj_2']),
};

const NEEDED: readonly (readonly [start: string, permission: Permission])[] = [
  ['/api/v1/audit-events', 'audit_events.read'],
  ['/api/v1/sync/', 'sync.run'],
  ['/api/v1/people', 'people.read'],
  ['/api/v1/organizations', 'organizations.read'],
  ['/api/v1/activity', 'activity.read'],
  ['/api/v1/incidents', 'incidents.read'],
  ['/api/v1/leak-impact', 'incidents.read'],
];

const EMPTY: Problem = { type: '', title: '', status: 0, detail: '', request_id: 'f3a1c2', errors: [] };

/** A refusal as the server sends it. */
export function problem(
  code: string,
  status: number,
  detail: string,
  errors: Problem['errors'] = [],
): [number, Problem] {
  return [status, { ...EMPTY, type: `/problems/${code}`, status, detail, errors }];
}

/** What a field of a body says; empty where it is absent. */
export const textIn = (body: unknown, name: string): string =>
  typeof body === 'object' && body !== null ? String(Object.getOwnPropertyDescriptor(body, name)?.value ?? '') : '';

/** Null: the call is answered. */
export function refusalOf({ person, needsSecondFactor }: AuthWorld, path: string): [number, Problem] | null {
  if (person === null) {
    return problem('sign-in-needed', 401, 'Nobody has signed in, or it was too long ago. Sign in.');
  }
  if (needsSecondFactor) {
    return problem('second-factor-needed', 403, 'The role needs a second factor. Set it up.');
  }
  const [, needed] = NEEDED.find(([start]) => path.startsWith(start)) ?? [];
  return needed === undefined || person.permissions.includes(needed)
    ? null
    : problem('not-allowed', 403, `${needed} is not allowed to the role ${person.role}.`);
}

/** Answers what begins with `/api/auth/`, and changes who is in. */
export function answerAuth(world: AuthWorld, path: string, body: unknown): [number, unknown] {
  const said = (name: string): string => textIn(body, name);
  const enter = (role: Role, status = 200): [number, unknown] => {
    Object.assign(world, { person: personOf(role), needsSetUp: false, awaitsCode: false });
    return [status, { mfa: false }];
  };
  const askCode = (): [number, unknown] => {
    world.awaitsCode = true;
    return [200, { mfa: true }];
  };
  switch (path) {
    case '/api/auth/state':
      return [200, stateOf(world)];
    case '/api/auth/sign-in':
      if (world.tooMany) return problem('too-many-attempts', 429, 'Too many attempts. Try again in 15 minutes.');
      if (!said('email').includes('@')) return invalidEmail();
      if (said('password') !== PASSWORD) return refused();
      return world.asksCode ? askCode() : enter('owner');
    case '/api/auth/code':
      return [CODE, RECOVERY_CODE].includes(said('code')) ? enter('owner') : wrongSecondCode();
    case '/api/auth/demo-sign-in':
      // The page offers roles of the contract alone; the specs look at what comes of it.
      return enter(said('role') as Role);
    case '/api/auth/set-up':
      if (!world.needsSetUp) return problem('not-found', 404, 'Bursar is set up: sign in, or ask an owner.');
      return said('code') === SET_UP_CODE ? enter('owner', 201) : wrongCode();
    case '/api/auth/forgotten':
      return said('email').includes('@') ? [204, undefined] : invalidEmail();
    case '/api/auth/sign-out':
      Object.assign(world, { person: null, awaitsCode: false });
      return [204, undefined];
    default:
      return problem('not-found', 404, `No route ${path}`);
  }
}

function stateOf({ person, needsSetUp, demo, awaitsCode, needsSecondFactor, ...world }: AuthWorld): AuthState {
  return {
    local_sign_in: world.localSignIn,
    sends_mail: world.sendsMail,
    single_sign_on: world.signOnName === null ? null : { name: world.signOnName },
    person,
    needs_set_up: needsSetUp && person === null,
    demo,
    needs_second_factor: person !== null && needsSecondFactor,
    awaits_code: person === null && awaitsCode,
  };
}

const invalidEmail = (): [number, Problem] =>
  problem('invalid-request', 400, '/email: has to be a mail address', [
    { pointer: '/email', message: 'has to be a mail address' },
  ]);

const refused = (): [number, Problem] =>
  problem('sign-in-refused', 401, 'E-mail or password is wrong. 4 tries are left before a pause of 15 minutes.');

const wrongCode = (): [number, Problem] =>
  problem('sign-in-refused', 401, 'This is not the code of the log. 19 tries are left before a pause of 15 minutes.', [
    { pointer: '/code', message: 'is not the code that stands in the log' },
  ]);

const wrongSecondCode = (): [number, Problem] =>
  problem('sign-in-refused', 401, 'The code is not right. 4 tries are left before a pause of 15 minutes.', [
    { pointer: '/code', message: 'is not right, or was used before' },
  ]);
