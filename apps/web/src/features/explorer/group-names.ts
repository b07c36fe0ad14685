import type { TFunction } from 'i18next';
import type { Group } from './answers.js';
import { dimensionInWords, withoutName } from './dimension-words.js';

/**
 * The name of a group: what OpenAI calls the entity, else its id, and words where OpenAI names none.
 *
 * The API's label holds the names of all that is named, in the order of the grouping; at most two dimensions make a
 * group, so that beside one without a value it is the name of the other.
 */
export function groupName({ key, label, attribution }: Group, t: TFunction): string {
  const values = Object.entries(key);
  if (values.length === 0) return t('words.total');
  const nameless = values.filter(([, value]) => value === null);
  if (nameless.length === 0) return label ?? values.map(([, value]) => value).join(SEPARATOR);
  // Of two it is not known which one the attribution is of: then it is said of both together.
  const isPlain = attribution !== 'unattributed' && attribution !== 'not_collected';
  const parts = values.map(([dimension, value]) => {
    if (value !== null) return label ?? value;
    if (isPlain || nameless.length > 1) return withoutName(dimension, t);
    return t(`explorer.attribution.${attribution}`, { dimension: dimensionInWords(dimension, t) });
  });
  const name = parts.join(SEPARATOR);
  return isPlain || nameless.length === 1 ? name : t(`explorer.attributionOf.${attribution}`, { name });
}

const SEPARATOR = ' \u00B7 ';
