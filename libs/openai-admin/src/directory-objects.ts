import { InvalidAnswer } from './errors.js';
import { isRecord } from './json-reader.js';

/** OpenAI's project as it came, unknown fields included. Times are unix seconds. Only `id` is certain to be there. */
export interface ProjectObject {
  id: string;
  object?: string | null;
  name?: string | null;
  /** `active` or `archived`, or what OpenAI thinks of next. */
  status?: string | null;
  created_at?: number | null;
  archived_at?: number | null;
  external_key_id?: string | null;
  residency?: string | null;
  [field: string]: unknown;
}

/** OpenAI's project API key as it came, redacted, unknown fields included. Times are unix seconds. */
export interface ProjectApiKeyObject {
  id: string;
  object?: string | null;
  name?: string | null;
  redacted_value?: string | null;
  created_at?: number | null;
  /** null: never used. */
  last_used_at?: number | null;
  expires_at?: number | null;
  /** `active` or `inactive`: whether the owner can still use the project. */
  owner_project_access?: string | null;
  /** `{type: 'user', user}` or `{type: 'service_account', service_account}`; other types may come. */
  owner?: Record<string, unknown> | null;
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

/**
 * The value as an object with an `id`, its known fields of the right type, null or absent.
 *
 * @throws InvalidAnswer naming the field: a date that became a text would otherwise end up in the database as nonsense.
 */
export function directoryObject(value: unknown, fields: FieldTypes): { id: string; [field: string]: unknown } {
  if (!isRecord(value)) throw new InvalidAnswer(`a list holds ${JSON.stringify(value)} instead of an object`);
  const { id } = value;
  if (typeof id !== 'string' || id === '') throw new InvalidAnswer(`an object has "id": ${JSON.stringify(id)}`);
  for (const [field, type] of Object.entries(fields)) {
    const seen = value[field] ?? null;
    const fits = seen === null || (typeof seen === type && !Array.isArray(seen));
    if (!fits) throw new InvalidAnswer(`${id} has "${field}": ${JSON.stringify(seen)} instead of a ${type}`);
  }
  return { ...value, id };
}
