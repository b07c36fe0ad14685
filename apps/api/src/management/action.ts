/** What an action needs to be told, and what comes of it. */
import type { ActionUnknown, ActivityWord } from '@bursar/contract';
import type { ActionOptions, ActionOutcome, AdminClient, DirectoryObject } from '@bursar/openai-admin';
import type { RereadRequest } from '../directory/rereads.store.js';
import type { WebRequest } from '../http/web-request.js';
import type { Item, Named, Place, Within } from './acted-objects.service.js';

/** Who wants something done, why, and in which organization. */
export interface Asked {
  request: WebRequest;
  about: { reason: string; organization?: string | undefined };
  what: ActivityWord;
}

/** Sends the one request, and finds out what came of it. */
type Send<T> = (client: AdminClient, options: ActionOptions) => Promise<ActionOutcome<T>>;

export interface Making<T> extends Asked, Place {
  /** What is asked for, as the trail is to tell it: no secret, for there is none yet. */
  wanted: Item;
  send: Send<T>;
  /** What was made, the main thing first. */
  objects(value: T): (Place & { object: DirectoryObject })[];
  /** What else may have changed with it. */
  rereads?(id: string): RereadRequest[];
}

export interface Changing<W extends object> extends Asked, Named {
  /** Whether it may be absent before: a setting that is not set. */
  mayBeAbsent?: boolean;
  /** What it shall be. @throws ProblemError where that makes no sense for how it is */
  plan(before: Item | null, within: Within): W | Promise<W>;
  send(client: AdminClient, wanted: W, options: ActionOptions): Promise<ActionOutcome<DirectoryObject>>;
  rereads?(): RereadRequest[];
}

export interface Removing extends Asked, Named {
  send: Send<null>;
  rereads?(within: Within): RereadRequest[] | Promise<RereadRequest[]>;
}

/** What came of it: the objects as the lists answer them now, and what only OpenAI's answer held. */
export type ActionResult<T> =
  | { state: 'done'; items: Item[]; value: T; isByList: boolean; requestId: string | null }
  | { state: 'unknown'; answer: ActionUnknown };
