/** Plays who may sign in: the list, what is done to it, and the links that are made. */
import type { Person, PersonLink, Problem } from '@bursar/contract';
import { problem, textIn, type AuthWorld } from './auth-answers.js';
import { NOW } from './ledger.js';

/** What opens something at `/welcome#`. */
export const LINK_TOKEN = 'link-token-of-the-stand-in';

/** What comes of a mail to them; to nobody else is one sent. */
const MAIL: Record<string, PersonLink['mail']> = {
  'ann@acme.example': { is_sent: true, problem: null },
  'vic@acme.example': { is_sent: false, problem: 'the mail server mail.example:587 took too long' },
};

const UNTIL = '2026-11-28T14:12:00Z';

/** One of each kind: an owner who looks, another, and people in each state. */
export function somePeople(): Person[] {
  const person = {
    project_ids: null,
    state: 'active' as const,
    has_password: true,
    has_identity: false,
    has_second_factor: false,
    created_at: NOW,
    last_seen_at: NOW,
  };
  return [
    { ...person, id: 'owner', name: 'Mika of owner', email: 'owner@acme.example', role: 'owner' },
    { ...person, id: '2', name: 'Olga Owner', email: 'olga@acme.example', role: 'owner', has_second_factor: true },
    {
      ...person,
      id: '3',
      name: 'Ann Admin',
      email: 'ann@acme.example',
      role: 'admin',
      has_second_factor: true,
      has_identity: true,
    },
    {
      ...person,
      id: '4',
      name: 'Vic Viewer',
      email: 'vic@acme.example',
      role: 'viewer',
      project_ids: ['proj_1', 'proj_2'],
      state: 'invited',
      has_password: false,
      last_seen_at: null,
    },
    { ...person, id: '5', name: 'Dora Gone', email: 'dora@acme.example', role: 'engineer', state: 'disabled' },
  ];
}

/** Null: no call about people. */
export function answerPeople(world: AuthWorld, call: string, body: unknown): [number, unknown] | null {
  const [, method, id, rest = ''] = /^(\w+) \/api\/v1\/people(?:\/(\w+))?(\/[\w-]+)?$/.exec(call) ?? [];
  if (method === undefined) return null;
  const person = world.people.find((each) => each.id === id);
  if (person === undefined) return method === 'POST' ? invite(world, body) : [200, { data: world.people }];
  if (rest === '/erase') return erasePerson(world, person);
  if (rest === '/link') return [200, linkFor(person)];
  return change(world, person, rest === '/second-factor' ? { has_second_factor: false } : body);
}

/** Null: no call of a link. */
export function answerLink(world: AuthWorld, path: string, body: unknown): [number, unknown] | null {
  if (!path.startsWith('/api/auth/link')) return null;
  if (textIn(body, 'token') !== LINK_TOKEN) {
    const detail = 'This link opens nothing: it was used, is too old, or a newer one was made. Ask for a new one.';
    return problem('not-found', 404, detail);
  }
  if (path.endsWith('/look')) return [200, { purpose: 'invitation', email: 'vic@acme.example', name: 'Vic Viewer' }];
  const password = textIn(body, 'password');
  if (password.length < 12) return tooShort();
  Object.assign(world, world.asksCode ? { person: null, awaitsCode: true } : { person: world.afterLink });
  return [200, { mfa: world.asksCode }];
}

function invite(world: AuthWorld, body: unknown): [number, unknown] {
  if (world.people.some(({ email }) => email === textIn(body, 'email'))) {
    const detail = `${textIn(body, 'email')} can sign in already, or is invited. Change their role instead.`;
    return problem('invalid-request', 409, detail, [{ pointer: '/email', message: 'is somebody already' }]);
  }
  const [, , , invited] = somePeople();
  if (invited === undefined) throw new Error('There is nobody to make the invited of.');
  // What is asked here was written by the page; a spec compares it.
  const added = { ...invited, ...(body as Pick<Person, 'name' | 'email'>), id: '6' };
  world.people = [...world.people, added];
  return [201, linkFor(added)];
}

function change(world: AuthWorld, person: Person, body: unknown): [number, unknown] {
  // As above.
  const { is_disabled: isDisabled, ...rest } = body as Partial<Person> & { is_disabled?: boolean };
  const owners = world.people.filter(({ role, state }) => role === 'owner' && state === 'active');
  const isLast = owners.length === 1 && owners[0]?.id === person.id;
  if (isLast && (isDisabled === true || (rest.role !== undefined && rest.role !== 'owner'))) {
    return problem('not-allowed', 409, `${person.name} is the last owner. Make somebody else an owner first.`);
  }
  const state = isDisabled === undefined ? person.state : isDisabled ? 'disabled' : 'active';
  const changed: Person = { ...person, ...rest, state };
  world.people = world.people.map((each) => (each.id === person.id ? changed : each));
  return [200, changed];
}

function erasePerson(world: AuthWorld, person: Person): [number, unknown] {
  const erased: Person = {
    ...person,
    name: `Erased person ${person.id}`,
    email: 'erased@bursar.invalid',
    state: 'erased',
  };
  world.people = world.people.map((each) => (each.id === person.id ? erased : each));
  return [200, erased];
}

const linkFor = (person: Person): PersonLink => ({
  person,
  link_token: LINK_TOKEN,
  expires_at: UNTIL,
  mail: MAIL[person.email] ?? null,
});

const tooShort = (): [number, Problem] =>
  problem('invalid-request', 400, '/password: has to have at least 12 characters', [
    { pointer: '/password', message: 'has to have at least 12 characters' },
  ]);
