/** Reads fields of a request's body, refusing in OpenAI's words what they may not be. */
import { badRequest } from '../errors.js';

/** The JSON object that was sent; empty where nothing was. */
export type Body = Readonly<Record<string, unknown>>;

type Name = keyof Body & string;

function wrongType(name: string, expected: string, value: unknown): Error {
  const seen = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;
  return badRequest(`Invalid type for '${name}': expected ${expected}, but got ${seen} instead.`, name, 'invalid_type');
}

export function refuseFields(body: Body, known: readonly string[]): void {
  const strange = Object.keys(body).find((name) => !known.includes(name));
  if (strange !== undefined) throw badRequest(`Unknown parameter: '${strange}'.`, strange, 'unknown_parameter');
}

export function required(body: Body, name: Name): unknown {
  const value = body[name];
  if (value === undefined) {
    throw badRequest(`Missing required parameter: '${name}'.`, name, 'missing_required_parameter');
  }
  return value;
}

export function text(body: Body, name: Name): string {
  const value = required(body, name);
  if (typeof value !== 'string') throw wrongType(name, 'a string', value);
  if (value.trim() === '') throw badRequest(`Invalid '${name}': it must not be empty.`, name, 'invalid_value');
  return value;
}

/** Undefined where it was not sent; null only counts as not sent where OpenAI's types allow it. */
export function optionalText(body: Body, name: Name, allowsNull = true): string | undefined {
  const value = body[name];
  if (value === undefined || (value === null && allowsNull)) return undefined;
  return text(body, name);
}

export function oneOf<T extends string>(body: Body, name: Name, allowed: readonly T[]): T {
  const value = text(body, name);
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) {
    const list = allowed.map((candidate) => `'${candidate}'`).join(', ');
    throw badRequest(`Invalid value: '${value}'. Supported values are: ${list}.`, name, 'invalid_value');
  }
  return found;
}

export function texts(body: Body, name: Name): string[] {
  const value = required(body, name);
  if (!Array.isArray(value)) throw wrongType(name, 'an array of strings', value);
  return value.map((item: unknown) => {
    if (typeof item !== 'string') throw wrongType(name, 'an array of strings', item);
    return item;
  });
}

export function integer(body: Body, name: Name, { least, most }: { least: number; most: number }): number {
  const value = required(body, name);
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw wrongType(name, 'an integer', value);
  if (value < least || value > most) {
    throw badRequest(`Invalid '${name}': ${value}. It must be between ${least} and ${most}.`, name, 'invalid_value');
  }
  return value;
}

export function optionalBoolean(body: Body, name: Name): boolean | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw wrongType(name, 'a boolean', value);
  return value;
}

export function objectOf(value: unknown, name: string): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(name, 'an object', value);
  return { ...value };
}

export function objects(body: Body, name: Name): Body[] {
  const value = required(body, name);
  if (!Array.isArray(value)) throw wrongType(name, 'an array of objects', value);
  return value.map((item: unknown) => objectOf(item, name));
}

const YEAR_SECONDS = 31_536_000;

/** When a key expires that is made or changed now; null where it shall not. */
export function expiry(body: Body, now: number, allowsNull: boolean): number | null | undefined {
  const value = body['expires_in_seconds'];
  if (value === undefined || (value === null && allowsNull)) return value;
  return now + integer(body, 'expires_in_seconds', { least: 1, most: YEAR_SECONDS });
}
