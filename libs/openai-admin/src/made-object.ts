/** What was made, as the lists have it. */
import {
  type ActionOutcome,
  type Attempt,
  byAnswer,
  type ChangeAnswer,
  insteadOf,
  type Made,
  person,
} from './change.js';
import { DIRECTORY_LISTS, type DirectoryListName } from './directory-lists.js';
import { directoryObject, type DirectoryObject } from './directory-objects.js';
import type { DirectoryListEntry } from './list-entry.js';
import { readDirectoryObject } from './read-directory.js';

interface Place {
  list: DirectoryListName;
  within: readonly string[];
}

/** The outcome of a creation with the object read again, or as OpenAI answered it where that fails. */
export async function objectAsMade(
  attempt: Attempt,
  outcome: ActionOutcome<Made>,
  place: Place,
): Promise<ActionOutcome<DirectoryObject>> {
  if (outcome.state !== 'done') return outcome;
  const { answer, object } = outcome.value;
  if (answer === null) return { ...outcome, value: object };
  const { family } = DIRECTORY_LISTS[place.list];
  const read = byAnswer(() => madeObject(answer, place), {
    family: family.replace('GET', 'POST'),
    requestId: outcome.requestId,
  });
  return read.state === 'done' ? { ...read, value: await readAgain(attempt, read.value, place) } : read;
}

/** An object as the answer of its creation tells of it, without its secret. @throws InvalidAnswer where that names no id */
export function madeObject(
  { value: _value, api_key: _key, ...answer }: ChangeAnswer,
  { list }: Place,
): DirectoryObject {
  const { fields, idField }: DirectoryListEntry = DIRECTORY_LISTS[list];
  return directoryObject(answer, fields, idField);
}

/** The object as its list has it, which says more than the answer of its creation; that where it cannot be read. */
export async function readAgain(
  attempt: Attempt,
  made: DirectoryObject,
  { list, within }: Place,
): Promise<DirectoryObject> {
  const read = readDirectoryObject(attempt.client, list, [...within, made.id], person(attempt));
  return read.catch((error: unknown) => insteadOf(error, made));
}
