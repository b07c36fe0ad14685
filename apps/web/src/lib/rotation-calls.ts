/** The calls about rotations of keys: their addresses, beside those of `api.ts`. */
import type {
  Rotation,
  RotationBody,
  RotationCancelBody,
  RotationDeleteBody,
  RotationDoneBody,
  RotationExpireBody,
  RotationKeyAnswer,
  RotationKeyBody,
  RotationPlacedBody,
  RotationsAnswer,
  RotationsQuery,
} from '@bursar/contract';
import type { Send } from './account-calls.js';

/** What to ask of the list; what is left out filters nothing. */
export type RotationsRequest = Partial<RotationsQuery>;

/** What a new key is to be like; what is left out takes the default of the API. */
export type NewRotationKey = Partial<RotationKeyBody>;

export interface RotationCalls {
  /** The newest first. */
  rotations(request: RotationsRequest, signal?: AbortSignal): Promise<RotationsAnswer>;
  rotation(id: string, signal?: AbortSignal): Promise<Rotation>;
  openRotation(body: RotationBody): Promise<Rotation>;
  /** The answer holds the secret, this once. */
  makeRotationKey(id: string, body: NewRotationKey): Promise<RotationKeyAnswer>;
  placeRotationKey(id: string, body: RotationPlacedBody): Promise<Rotation>;
  expireRotatedKey(id: string, body: RotationExpireBody): Promise<Rotation>;
  deleteRotatedKey(id: string, body: RotationDeleteBody): Promise<Rotation>;
  cancelRotation(id: string, body: RotationCancelBody): Promise<Rotation>;
  finishRotation(id: string, body: RotationDoneBody): Promise<Rotation>;
}

const ALL = '/api/v1/rotations';

/**
 * @param send asks, and throws what is no answer as an `ApiError`
 * @param addressWith an address with what is asked of it
 */
export function rotationCalls(
  send: Send,
  addressWith: (address: string, question: RotationsRequest) => string,
): RotationCalls {
  const at = (id: string): string => `${ALL}/${encodeURIComponent(id)}`;
  const step = <Answer>(id: string, name: string, body: unknown) =>
    send<Answer>(`${at(id)}/${name}`, { method: 'POST', body });
  return {
    rotations: (request, signal) => send(addressWith(ALL, request), { method: 'GET', signal }),
    rotation: (id, signal) => send(at(id), { method: 'GET', signal }),
    openRotation: (body) => send(ALL, { method: 'POST', body }),
    makeRotationKey: (id, body) => step(id, 'new-key', body),
    placeRotationKey: (id, body) => step(id, 'placed', body),
    expireRotatedKey: (id, body) => step(id, 'expire', body),
    deleteRotatedKey: (id, body) => step(id, 'delete', body),
    cancelRotation: (id, body) => step(id, 'cancel', body),
    finishRotation: (id, body) => step(id, 'done', body),
  };
}
