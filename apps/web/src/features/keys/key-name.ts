import type { KeyInventoryItem } from '@bursar/contract';

type Named = Pick<KeyInventoryItem, 'id' | 'name' | 'label' | 'redacted_value'>;

/** Our label before OpenAI's name; null where there is neither. */
export function givenName({ label, name }: Pick<Named, 'label' | 'name'>): string | null {
  const given = label ?? name;
  return given === null || given.trim() === '' ? null : given;
}

/** What a key is called in a sentence. */
export const keyTitle = (key: Named): string => givenName(key) ?? shortened(key.redacted_value ?? key.id);

/** `sk-proj-…twPM`: what tells keys apart are the last characters, not the stars. */
export const shortened = (redacted: string): string => redacted.replace(/[*.\u2026]{2,}/, '\u2026');

/** Tells a key from all others: an id is only unique within its project. */
export const rowKeyOf = ({
  organization_id,
  project_id,
  id,
}: Pick<KeyInventoryItem, 'organization_id' | 'project_id' | 'id'>): string => `${organization_id} ${project_id} ${id}`;
