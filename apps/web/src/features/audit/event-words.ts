/** Who did what to what, in words, as far as OpenAI says. */
import type { TFunction } from 'i18next';
import type { AuditEvent, AuditResourceKind } from '@bursar/contract';
import { auditTypes } from '../../lib/i18n/en/audit-types.js';

/** "API key created"; a type without words is shown as OpenAI spells it. */
export function typeName(type: string, t: TFunction): string {
  const key = type.replaceAll('.', '_');
  return isWorded(key) ? t(`audit.type.${key}`) : type;
}

const isWorded = (key: string): key is keyof typeof auditTypes => Object.hasOwn(auditTypes, key);

/** Mail address, else the service account, else the key, else its sort; null where OpenAI names nobody at all. */
export function actorName({ actor }: Pick<AuditEvent, 'actor'>): string | null {
  if (actor === null) return null;
  return actor.email ?? actor.id ?? actor.api_key_id ?? actor.type;
}

/** What the filter for everything that this actor did has to hold; null where OpenAI names nobody. */
export const actorFilter = ({ actor }: Pick<AuditEvent, 'actor'>): string | null =>
  actor === null ? null : (actor.id ?? actor.email ?? actor.api_key_id);

const NAMING_FIELDS = ['name', 'title', 'email', 'display_name'];

/** The name that an event itself gives to what it is about. */
export function statedName({ changes }: Pick<AuditEvent, 'changes'>): string | null {
  for (const field of NAMING_FIELDS) {
    const change = changes.find((each) => each.field === field);
    const name = change?.after ?? change?.before;
    if (typeof name === 'string' && name !== '') return name;
  }
  return null;
}

export const kindName = (kind: AuditResourceKind, t: TFunction): string => t(`audit.kind.${kind}`);
