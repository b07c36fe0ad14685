/** How something is changed at OpenAI: sent once, and where the answer is lost, what there is decides. */
import type { AdminClient, AdminRequest } from './admin-client.js';
import { bodyText } from './answer-body.js';
import type { DirectoryListName } from './directory-lists.js';
import type { DirectoryObject } from './directory-objects.js';
import { InvalidAnswer, OpenAIAdminError, type OpenAIAdminErrorCode } from './errors.js';
import { isRecord } from './json-reader.js';
import { type ListRead, readDirectoryList, type ReadOptions } from './read-directory.js';

/**
 * What came of a change. What OpenAI refuses is thrown instead.
 *
 * `done`: it was done; `wasLost` tells that OpenAI's answer was not heard and reading showed it. `not_done`: the answer
 * was lost, and as far as reading tells it was not done. `unknown`: reading did not tell either. It was never sent again.
 */
export type ActionOutcome<T> =
  | { state: 'done'; value: T; wasLost: boolean; requestId: string | null }
  | { state: 'not_done' | 'unknown'; problem: OpenAIAdminError };

export type ActionOptions = Pick<ReadOptions, 'signal'>;

/** The body of an answer. It may hold a secret: nothing repeats it. */
export type ChangeAnswer = Readonly<Record<string, unknown>>;

/** A change on its way: who it is asked of, and until when somebody waits. */
export interface Attempt {
  client: AdminClient;
  options: ActionOptions;
}

/** One request that changes something. */
export interface ChangeRequest {
  /** Method and path template: `POST /organization/invites`. */
  family: string;
  call: AdminRequest['call'];
}

const MAX_BODY_BYTES = 1024 * 1024;

/** After these it may have been done, whatever the answer was to say. */
const LOST: readonly OpenAIAdminErrorCode[] = [
  'timeout',
  'connection',
  'openai_unavailable',
  'invalid_answer',
  'internal',
];

type Sent = { answer: ChangeAnswer; requestId: string | null } | { lost: OpenAIAdminError };

/** @throws OpenAIAdminError where OpenAI refuses it; the signal's reason where it was given up before it was sent. */
async function sendOnce({ client, options }: Attempt, { family, call }: ChangeRequest): Promise<Sent> {
  try {
    const answer = await client.send({ family, call, priority: 'person', isChange: true, signal: options.signal });
    try {
      const body = objectOf(await bodyText(answer.chunks, MAX_BODY_BYTES));
      return { answer: body, requestId: answer.requestId };
    } catch (error) {
      throw answer.failure(error);
    } finally {
      await answer.release();
    }
  } catch (error) {
    if (error instanceof OpenAIAdminError && LOST.includes(error.code)) return { lost: error };
    throw error;
  }
}

function objectOf(text: string | undefined): ChangeAnswer {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    // Neither the engine's message nor the text is repeated: the answer of a creation holds a secret.
    throw new InvalidAnswer('the answer is not JSON');
  }
  if (!isRecord(value)) throw new InvalidAnswer('the answer is no object');
  return value;
}

export interface Creation {
  request: ChangeRequest;
  /** The list that holds what is made, and the ids of its path. */
  list: DirectoryListName;
  within: readonly string[];
  /** Whether an object that was not in the list before is what was asked for. */
  isAsked(object: DirectoryObject): boolean;
}

/** What was made: OpenAI's answer, or where that was lost the object as the list has it. */
export type Made = { answer: ChangeAnswer; object: null } | { answer: null; object: DirectoryObject };

/** Makes something that gets its id from OpenAI: the list is read before, so that what is new in it afterwards shows. */
export async function create(attempt: Attempt, creation: Creation): Promise<ActionOutcome<Made>> {
  const read = (): Promise<ListRead> =>
    readDirectoryList(attempt.client, creation.list, creation.within, person(attempt));
  const before = await read();
  const sent = await sendOnce(attempt, creation.request);
  if ('answer' in sent) return done({ answer: sent.answer, object: null }, sent.requestId);
  return afterLosing(sent.lost, async () => {
    const after = await read();
    const known = new Set(before.items.map(({ id }) => id));
    const [made, ...others] = after.items.filter((object) => !known.has(object.id) && creation.isAsked(object));
    if (made !== undefined) return others.length === 0 ? found({ answer: null, object: made }) : null;
    return before.complete && after.complete ? 'not_done' : null;
  });
}

/** A change of something whose id is known. */
export interface Change<T extends object> {
  request: ChangeRequest;
  /** The object as it is now. */
  read: () => Promise<T>;
  /** Whether it is as it was asked for; null: OpenAI does not say. */
  isDone(object: T): boolean | null;
  /** The object by OpenAI's answer, where it cannot be read again. */
  answered(answer: ChangeAnswer): T;
}

/** Changes something, and reads it again. */
export async function change<T extends object>(
  attempt: Attempt,
  { request, read, isDone, answered }: Change<T>,
): Promise<ActionOutcome<T>> {
  const sent = await sendOnce(attempt, request);
  if ('answer' in sent) {
    const { answer, requestId } = sent;
    const object = await read().catch((error: unknown) => insteadOf(error, null));
    return object === null
      ? byAnswer(() => answered(answer), { family: request.family, requestId })
      : done(object, requestId);
  }
  return afterLosing(sent.lost, async () => {
    const object = await read();
    const isSo = isDone(object);
    if (isSo === null) return null;
    return isSo ? found(object) : 'not_done';
  });
}

/** By what OpenAI answered, which may make no sense: then it was done, and nobody can tell as what. */
export function byAnswer<T>(read: () => T, facts: { family: string; requestId: string | null }): ActionOutcome<T> {
  try {
    return done(read(), facts.requestId);
  } catch (error) {
    if (!(error instanceof InvalidAnswer)) throw error;
    return { state: 'unknown', problem: new OpenAIAdminError('invalid_answer', { ...facts, detail: error.message }) };
  }
}

/** Takes something away, and makes sure that it is gone. @param isGone asks OpenAI for it */
export async function remove(
  attempt: Attempt,
  request: ChangeRequest,
  isGone: () => Promise<boolean>,
): Promise<ActionOutcome<null>> {
  const sent = await sendOnce(attempt, request);
  if ('lost' in sent) return afterLosing(sent.lost, async () => ((await isGone()) ? found(null) : 'not_done'));
  const { requestId } = sent;
  const facts = { family: request.family, requestId };
  try {
    if (await isGone()) return done(null, requestId);
    const detail = 'OpenAI said that it is gone, and then still answered it';
    return { state: 'unknown', problem: new OpenAIAdminError('invalid_answer', { ...facts, detail }) };
  } catch (error) {
    const detail = 'OpenAI said that it is gone, and could not be asked for it again';
    return insteadOf(error, { state: 'unknown', problem: new OpenAIAdminError('connection', { ...facts, detail }) });
  }
}

/** Whether reading it finds nothing. */
export async function isNotFound(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return false;
  } catch (error) {
    if (error instanceof OpenAIAdminError && error.code === 'not_found') return true;
    throw error;
  }
}

/** How everything about an action is asked for: somebody waits for it. */
export function person({ options }: Attempt): ReadOptions {
  return { ...options, priority: 'person' };
}

export function done<T>(value: T, requestId: string | null): ActionOutcome<T> {
  return { state: 'done', value, wasLost: false, requestId };
}

const found = <T>(value: T): ActionOutcome<T> => ({ state: 'done', value, wasLost: true, requestId: null });

/** @param look null: what there is does not tell whether it was done */
async function afterLosing<T>(
  problem: OpenAIAdminError,
  look: () => Promise<ActionOutcome<T> | 'not_done' | null>,
): Promise<ActionOutcome<T>> {
  const seen = await look().catch((error: unknown) => insteadOf(error, null));
  if (seen === null || seen === 'not_done') return { state: seen ?? 'unknown', problem };
  return seen;
}

/** What is said instead where OpenAI could not be read, or nobody wants to wait for it. @throws what is another failure */
export function insteadOf<T>(error: unknown, instead: T): T {
  const isTimeOut = error instanceof DOMException && ['TimeoutError', 'AbortError'].includes(error.name);
  if (isTimeOut || error instanceof OpenAIAdminError) return instead;
  throw error;
}
