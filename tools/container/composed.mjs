/** What docker-compose.yml gives to the application. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../supported-node.mjs';

export const SECRETS_FOLDER = '/run/secrets/';

/** The file as it is parsed. */
export function readCompose() {
  return parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'));
}

/**
 * The application's variables where the operator sets none.
 *
 * @returns {Record<string, string>}
 */
export function readDefaults() {
  /** @type {Record<string, string>} */
  const environment = readCompose().services.bursar.environment;
  const entries = Object.entries(environment).map(([name, value]) => [
    name,
    String(value).replace(/^\$\{\w+:-(.*)\}$/, '$1'),
  ]);
  return Object.fromEntries(entries);
}
