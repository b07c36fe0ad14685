/** When a rotation gets no new key, and in which words. */
import type { RotationKeyBody } from '@bursar/contract';
import { invalidRequest, ProblemError } from '../http/problem.js';
import { isOpenRotation, type RotationRow } from './rotation-row.js';

/** A reload is enough for a secret to be lost that was shown: only who was there knows, so that their word counts. */
export function isLost({ state, isSecretLost }: RotationRow, { replace_lost: isSaid }: RotationKeyBody): boolean {
  return isSaid && (isSecretLost || state === 'created');
}

/** @throws ProblemError 400, 409 */
export function refuseNewKey(row: RotationRow, body: RotationKeyBody): void {
  const conflict = (detail: string): ProblemError => new ProblemError('invalid-request', 409, detail);
  if (!isOpenRotation(row)) throw conflict('This rotation is over. Open another one.');
  if (row.state === 'deleted') throw conflict('The old key is gone: close this rotation.');
  const moves = body.service_account_id !== undefined || body.new_service_account_name !== undefined;
  if (body.new_service_account_name !== undefined && (body.scopes !== undefined || body.name !== undefined)) {
    const message = 'OpenAI names the key of a new account itself, with every permission: restrict it afterwards';
    throw invalidRequest({ pointer: body.scopes === undefined ? '/name' : '/scopes', message });
  }
  if (row.kind === 'member' && row.serviceAccountId === null && !moves) throw needsAccount();
  if (row.newKeyId === null) return;
  if (isLost(row, body)) return;
  if (row.needsNewAccount && moves && body.service_account_id !== row.serviceAccountId) return;
  if (body.replace_lost) {
    throw conflict(
      'The new key is in place: only before that it is replaced. Cancel this rotation, and rotate that key.',
    );
  }
  throw conflict(
    row.isSecretLost
      ? `The secret of the new key ${row.newKeyId} is lost. Send replace_lost to have it deleted and another made.`
      : `The new key ${row.newKeyId} is there already. Put it in place; where nobody has its secret, send replace_lost; or cancel this rotation.`,
  );
}

export function needsAccount(): ProblemError {
  const message = 'is needed, or new_service_account_name: OpenAI lets nobody make keys of members';
  return invalidRequest({ pointer: '/service_account_id', message });
}
