/** The calls of signing in, of one's own account and of people: their addresses, beside those of `api.ts`. */
import type {
  ApiToken,
  ApiTokenBody,
  AuthState,
  CodeBody,
  ConfirmBody,
  DemoSignInBody,
  ErasureBody,
  ForgottenBody,
  InvitationBody,
  LinkAnswer,
  LinkBody,
  LinkUseBody,
  MadeApiToken,
  MemberErasure,
  PasswordBody,
  Person,
  PersonChange,
  PersonLink,
  RecoveryCodes,
  SecondFactorSeed,
  SessionsAnswer,
  SetUpBody,
  SignInAnswer,
  SignInBody,
  TieAnswer,
} from '@bursar/contract';

export interface AccountCalls {
  /** Who has signed in, and which way in there is; answered to everybody. */
  authState(signal?: AbortSignal): Promise<AuthState>;
  setUp(body: SetUpBody): Promise<SignInAnswer>;
  signIn(body: SignInBody): Promise<SignInAnswer>;
  demoSignIn(body: DemoSignInBody): Promise<SignInAnswer>;
  /** The second step of signing in: a code of the authenticator, or a recovery code. */
  enterCode(body: CodeBody): Promise<SignInAnswer>;
  /** The same answer whether somebody has that address. */
  forgotten(body: ForgottenBody): Promise<void>;
  signOut(): Promise<void>;
  /** Whom a link is for. */
  lookAtLink(body: LinkBody, signal?: AbortSignal): Promise<LinkAnswer>;
  /** Chooses a password by a link, and signs in. */
  followLink(body: LinkUseBody): Promise<SignInAnswer>;
  /** Where the browser has to go to be let in by the identity provider as well. */
  tieIdentity(body: ConfirmBody): Promise<TieAnswer>;
  sessions(signal?: AbortSignal): Promise<SessionsAnswer>;
  endSession(id: string): Promise<void>;
  endOtherSessions(): Promise<void>;
  changePassword(body: PasswordBody): Promise<void>;
  proposeSecondFactor(body: ConfirmBody): Promise<SecondFactorSeed>;
  confirmSecondFactor(body: CodeBody): Promise<RecoveryCodes>;
  removeSecondFactor(body: ConfirmBody): Promise<void>;
  people(signal?: AbortSignal): Promise<{ data: Person[] }>;
  invite(body: InvitationBody): Promise<PersonLink>;
  changePerson(id: string, body: PersonChange): Promise<Person>;
  renewLink(id: string): Promise<PersonLink>;
  removeSecondFactorOf(id: string): Promise<Person>;
  /** Who is disabled. */
  erasePerson(id: string, body: ErasureBody): Promise<Person>;
  /** A member of OpenAI who left. */
  eraseMember(id: string, body: ErasureBody): Promise<MemberErasure>;
  /** One's own; those of everybody for who may see people. */
  tokens(signal?: AbortSignal): Promise<{ data: ApiToken[] }>;
  makeToken(body: ApiTokenBody): Promise<MadeApiToken>;
  endToken(id: string): Promise<void>;
}

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal | undefined;
}

export type Send = <T>(address: string, call: Call) => Promise<T>;

/** @param send asks, and throws what is no answer as an `ApiError` */
export function accountCalls(send: Send): AccountCalls {
  const read = <T>(address: string, signal?: AbortSignal) => send<T>(address, { method: 'GET', signal });
  const post = <T>(address: string, body: unknown = {}) => send<T>(address, { method: 'POST', body });
  const remove = <T>(address: string, body: unknown = {}) => send<T>(address, { method: 'DELETE', body });
  const personAt = (id: string) => `/api/v1/people/${encodeURIComponent(id)}`;
  return {
    authState: (signal) => read('/api/auth/state', signal),
    setUp: (body) => post('/api/auth/set-up', body),
    signIn: (body) => post('/api/auth/sign-in', body),
    demoSignIn: (body) => post('/api/auth/demo-sign-in', body),
    enterCode: (body) => post('/api/auth/code', body),
    forgotten: (body) => post('/api/auth/forgotten', body),
    signOut: () => post('/api/auth/sign-out'),
    lookAtLink: (body, signal) => send('/api/auth/link/look', { method: 'POST', body, signal }),
    followLink: (body) => post('/api/auth/link', body),
    tieIdentity: (body) => post('/api/auth/oidc/tie', body),
    sessions: (signal) => read('/api/auth/sessions', signal),
    endSession: (id) => remove(`/api/auth/sessions/${encodeURIComponent(id)}`),
    endOtherSessions: () => post('/api/auth/sessions/end-others'),
    changePassword: (body) => post('/api/auth/password', body),
    proposeSecondFactor: (body) => post('/api/auth/second-factor', body),
    confirmSecondFactor: (body) => post('/api/auth/second-factor/confirm', body),
    removeSecondFactor: (body) => remove('/api/auth/second-factor', body),
    people: (signal) => read('/api/v1/people', signal),
    invite: (body) => post('/api/v1/people', body),
    changePerson: (id, body) => send(personAt(id), { method: 'PATCH', body }),
    renewLink: (id) => post(`${personAt(id)}/link`),
    removeSecondFactorOf: (id) => remove(`${personAt(id)}/second-factor`),
    erasePerson: (id, body) => post(`${personAt(id)}/erase`, body),
    eraseMember: (id, body) => post(`/api/v1/members/${encodeURIComponent(id)}/erase`, body),
    tokens: (signal) => read('/api/v1/tokens', signal),
    makeToken: (body) => post('/api/v1/tokens', body),
    endToken: (id) => remove(`/api/v1/tokens/${encodeURIComponent(id)}`),
  };
}
