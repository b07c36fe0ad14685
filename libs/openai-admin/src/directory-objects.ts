import { InvalidAnswer } from './errors.js';
import { isRecord } from './json-reader.js';

/** An object of a list as it came, unknown fields included. Only `id` is certain to be there; times are unix seconds. */
export interface DirectoryObject {
  id: string;
  [field: string]: unknown;
}

/** The fields of an object whose type the product relies on. */
export type FieldTypes = Readonly<Record<string, 'string' | 'number' | 'object'>>;

export const PROJECT_FIELDS: FieldTypes = {
  object: 'string',
  name: 'string',
  status: 'string',
  created_at: 'number',
  archived_at: 'number',
  external_key_id: 'string',
  residency: 'string',
};

export const PROJECT_API_KEY_FIELDS: FieldTypes = {
  object: 'string',
  name: 'string',
  redacted_value: 'string',
  created_at: 'number',
  last_used_at: 'number',
  expires_at: 'number',
  owner_project_access: 'string',
  owner: 'object',
};

/** Fields of which nothing is relied on: whatever they hold is shown as it came. */
export const NOTHING: FieldTypes = {};

export const CREATED: FieldTypes = { created_at: 'number' };

/** Every dimension of a limit that OpenAI announces; others are kept as they come. */
export const RATE_LIMIT_FIELDS: FieldTypes = {
  model: 'string',
  max_requests_per_1_minute: 'number',
  max_tokens_per_1_minute: 'number',
  max_images_per_1_minute: 'number',
  max_audio_megabytes_per_1_minute: 'number',
  max_requests_per_1_day: 'number',
  batch_1_day_max_input_tokens: 'number',
};

/** Amounts of spend limits and alerts are cents. */
export const SPEND_FIELDS: FieldTypes = { currency: 'string', threshold_amount: 'number' };

/**
 * The value as an object with an `id`, its known fields of the right type, null or absent.
 *
 * @param idField where the id stands; the answer has it as `id` too
 * @throws InvalidAnswer naming the field: a date that became a text would otherwise end up in the database as nonsense.
 */
export function directoryObject(value: unknown, fields: FieldTypes, idField = 'id'): DirectoryObject {
  if (!isRecord(value)) throw new InvalidAnswer(`a list holds ${JSON.stringify(value)} instead of an object`);
  const id = value[idField];
  if (typeof id !== 'string' || id === '') throw new InvalidAnswer(`an object has "${idField}": ${JSON.stringify(id)}`);
  for (const [field, type] of Object.entries(fields)) {
    const seen = value[field] ?? null;
    const fits = seen === null || (typeof seen === type && !Array.isArray(seen));
    if (!fits) throw new InvalidAnswer(`${id} has "${field}": ${JSON.stringify(seen)} instead of a ${type}`);
  }
  return { ...value, id };
}
