import type { TFunction } from 'i18next';
import type { ApiKey, Project } from '@bursar/contract';
import type { Group } from './answers.js';
import { withoutName } from './dimension-words.js';

export interface Directory {
  projects: readonly Project[];
  apiKeys: readonly ApiKey[];
}

/** The name of a group: what OpenAI calls the entity, else its id, and words where OpenAI names none. */
export function groupName(group: Group, { projects, apiKeys }: Directory, t: TFunction): string {
  const parts = Object.entries(group.key).map(([dimension, value]) => {
    if (value === null) return withoutName(dimension, t);
    const single = Object.keys(group.key).length === 1 ? group.label : null;
    return single ?? nameIn({ projects, apiKeys }, dimension, value) ?? value;
  });
  if (parts.length === 0) return t('words.total');
  const name = parts.join(' \u00B7 ');
  if (group.attribution === 'unattributed') return t('explorer.unattributed', { name });
  return group.attribution === 'not_collected' ? t('explorer.notReadBy', { name }) : name;
}

function nameIn({ projects, apiKeys }: Directory, dimension: string, value: string): string | null {
  if (dimension === 'project_id') return projects.find(({ id }) => id === value)?.name ?? null;
  if (dimension !== 'api_key_id') return null;
  const key = apiKeys.find(({ id }) => id === value);
  return key?.name ?? key?.redacted_value ?? null;
}
