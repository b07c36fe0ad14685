/** What the groups of an identity provider mean, as one line of configuration says it. */
import type { Reader } from './variable-reader.js';

/**
 * Of `owner=it-admins;viewer=*|@acme.example`: what stands left of each `=`, and what right of it.
 *
 * Where groups stand on the other side they are in `key`.
 */
export type GroupMap = readonly GroupMapEntry[];

export interface GroupMapEntry {
  key: string;
  values: readonly string[];
}

interface Allowed {
  /** What may stand left of `=`; default: any text. */
  keys?: readonly string[];
  /** What stands right of it; default: any text. */
  values?: RegExp;
}

const FORM = 'name=one|two;other=three';

/**
 * Reads `name=one|two;other=three` and notes everything that is wrong with it.
 *
 * Only the first `=` of a part counts, so that a group may be `CN=Finance,OU=Groups`.
 *
 * @returns null where the variable is not set
 */
export function readGroupMap(
  reader: Reader,
  name: 'BURSAR_OIDC_ROLES' | 'BURSAR_OIDC_PROJECTS',
  allowed: Allowed,
): GroupMap | null {
  const text = reader.text(name);
  if (text === null) return null;
  const entries: GroupMapEntry[] = [];
  for (const part of text.split(';').map((piece) => piece.trim())) {
    if (part === '') continue;
    const entry = readEntry(part, allowed);
    if (typeof entry === 'string') reader.mistakes.push(`${name}: ${entry}`);
    else if (entries.some(({ key }) => key === entry.key)) {
      reader.mistakes.push(`${name}: "${entry.key}" stands there twice. Join what it means by |.`);
    } else entries.push(entry);
  }
  return entries;
}

/** @returns a sentence where it is none */
function readEntry(part: string, { keys, values: form }: Allowed): GroupMapEntry | string {
  const at = part.indexOf('=');
  if (at <= 0) return `"${part}" has no name before a "=": ${FORM} is the form.`;
  const key = part.slice(0, at).trim();
  const values = part
    .slice(at + 1)
    .split('|')
    .map((value) => value.trim());
  if (keys !== undefined && !keys.includes(key)) return `"${key}" is no role: only ${keys.join(', ')} are.`;
  if (values.includes('')) return `"${part}" has nothing after "=" or between two "|".`;
  const wrong = form === undefined ? [] : values.filter((value) => !form.test(value));
  if (wrong.length > 0) return `"${part}" has ${wrong.join(', ')}, which cannot be the id of a project.`;
  return { key, values };
}

/** Somebody as their provider tells of them, as far as it decides what they may do. */
export interface Member {
  groups: readonly string[];
  /** What stands behind the `@` of a mail address that the provider has verified; null: none. */
  verifiedDomain: string | null;
}

/** Whether somebody is meant: `*` is everybody, `@acme.example` who has a verified address there, else a group. */
export function isMeant(group: string, { groups, verifiedDomain }: Member): boolean {
  if (group === '*') return true;
  if (group.startsWith('@')) return verifiedDomain !== null && group.slice(1).toLowerCase() === verifiedDomain;
  return groups.includes(group);
}
