/** OpenAI's own description of the admin calls, where the checkout has it beside itself. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Any part of the document: what is looked at is checked where it is looked at. */
export interface JsonObject {
  [name: string]: Json;
}
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** The workspace; this file lies as deep in `src` as in `dist`. */
export const WORKSPACE = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
export const OPENAPI_FILE = join(WORKSPACE, '..', 'shared', 'openai', 'openapi-admin.json');

export const hasOpenapiFile = existsSync(OPENAPI_FILE);

/** A fresh copy. @throws the system's error where the file is absent. */
export function readOpenapiFile(): JsonObject {
  // What was parsed from JSON is JSON.
  return objectAt(JSON.parse(readFileSync(OPENAPI_FILE, 'utf8')) as Json);
}

/** What lies at a place of the document. @throws TypeError where there is no object: the file has changed then. */
export function objectAt(value: Json | undefined, ...path: string[]): JsonObject {
  let found = value;
  for (const name of path) found = isObject(found) ? found[name] : undefined;
  if (!isObject(found)) throw new TypeError(`The OpenAPI file has no object at ${path.join(' › ') || 'its root'}.`);
  return found;
}

/** @throws TypeError where there is no list. */
export function listAt(value: JsonObject, name: string): Json[] {
  const found = value[name];
  if (!Array.isArray(found)) throw new TypeError(`The OpenAPI file has no list ${name} where one was.`);
  return found;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface Operation {
  /** `GET` */
  method: string;
  /** `/organization/projects/{project_id}` */
  path: string;
  details: JsonObject;
}

const METHODS = ['get', 'post', 'delete'];

export function operationsOf(document: JsonObject): Operation[] {
  return Object.entries(objectAt(document, 'paths')).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const details = objectAt(item)[method];
      return isObject(details) ? [{ method: method.toUpperCase(), path, details }] : [];
    }),
  );
}
