/** Plays one's own account: password, second factor and sessions. */
import type { Problem, SessionItem } from '@bursar/contract';
import { CODE, PASSWORD, problem, textIn, type AuthWorld } from './auth-answers.js';
import { NOW } from './ledger.js';

export const SEED = 'JBSWY3DPEHPK3PXP';
export const RECOVERY_CODES = Array.from({ length: 10 }, (_, index) => `ABCD-${2345 + index}`);

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** Three sessions, the first is the one that looks. */
export function someSessions(): SessionItem[] {
  const session = { is_current: false, created_at: NOW, last_seen_at: NOW, expires_at: NOW };
  return [
    { ...session, id: '1', is_current: true, address: '192.0.2.7', user_agent: FIREFOX },
    { ...session, id: '2', address: '2001:db8::7', user_agent: 'curl/8.9.1' },
    { ...session, id: '3', address: null, user_agent: null },
  ];
}

/** Null: no call of the account. */
export function answerAccount(world: AuthWorld, call: string, body: unknown): [number, unknown] | null {
  const { person } = world;
  if (person === null) return null;
  const isWrong = (name: string): boolean => textIn(body, name) !== PASSWORD;
  const [, id] = /^DELETE \/api\/auth\/sessions\/(\d+)$/.exec(call) ?? [];
  if (id !== undefined) {
    world.sessions = world.sessions.filter((each) => each.id !== id);
    return [204, undefined];
  }
  switch (call) {
    case 'GET /api/auth/sessions':
      return [200, { data: world.sessions }];
    case 'POST /api/auth/sessions/end-others':
      world.sessions = world.sessions.filter((each) => each.is_current);
      return [204, undefined];
    case 'POST /api/auth/password':
      if (isWrong('current_password')) return wrongPassword('/current_password');
      world.sessions = world.sessions.filter((each) => each.is_current);
      return [204, undefined];
    case 'POST /api/auth/oidc/tie':
      return isWrong('password') ? wrongPassword('/password') : [200, { location: 'https://login.example' }];
    case 'POST /api/auth/second-factor':
      return isWrong('password')
        ? wrongPassword('/password')
        : [200, { secret: SEED, uri: `otpauth://totp/Bursar:${person.email}?secret=${SEED}` }];
    case 'POST /api/auth/second-factor/confirm':
      if (textIn(body, 'code') !== CODE) return wrongCode();
      Object.assign(world, { needsSecondFactor: false, person: { ...person, has_second_factor: true } });
      return [200, { recovery_codes: RECOVERY_CODES }];
    case 'DELETE /api/auth/second-factor':
      if (isWrong('password')) return wrongPassword('/password');
      world.person = { ...person, has_second_factor: false };
      return [204, undefined];
    default:
      return null;
  }
}

const wrongPassword = (pointer: string): [number, Problem] =>
  problem('invalid-request', 400, 'The password is wrong. Nothing was changed.', [
    { pointer, message: 'is not your password' },
  ]);

const wrongCode = (): [number, Problem] =>
  problem('invalid-request', 400, 'The code is not right. Look whether the clock of your device is.', [
    { pointer: '/code', message: 'is not the code that the authenticator shows now' },
  ]);
