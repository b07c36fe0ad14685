import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../supported-node.mjs';

/**
 * The names of all variables of env.ts, told from .env.example, which a spec of the server holds against it.
 *
 * @returns {string[]}
 */
export function knownVariables() {
  const example = readFileSync(join(root, '.env.example'), 'utf8');
  return [...example.matchAll(/^# ([A-Z_]+)=/gm)].map(([, name = '']) => name);
}
