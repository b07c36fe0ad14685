/** What stands in the history of a field, in words. */
import type { TFunction } from 'i18next';
import type { DirectoryChange } from '@bursar/contract';
import { count } from '../../lib/format/numbers.js';
import { moment } from '../../lib/format/times.js';
import { plainName } from '../../lib/names.js';

/** By which OpenAI means no limit. */
const NO_LIMIT = 2_147_483_647;
/** 9999-12-31T23:59:59Z */
const LAST_SECOND = 253_402_300_799;
const CENTS = 'threshold_amount';

/** One value of a change: numbers and times as people read them, everything else as OpenAI wrote it. */
export function changeValue(
  { kind, field }: Pick<DirectoryChange, 'kind' | 'field'>,
  value: unknown,
  t: TFunction,
): string {
  if (value === null || value === undefined || value === '') return t('directory.changes.nothing');
  if (typeof value === 'boolean') return t(value ? 'directory.changes.yes' : 'directory.changes.no');
  if (typeof value === 'number') return numberValue(kind, field, value, t);
  if (field === 'gone_at' && typeof value === 'string') return t('directory.changes.goneBefore', { at: atOf(value) });
  return plainName(typeof value === 'string' ? value : JSON.stringify(value));
}

function numberValue(kind: DirectoryChange['kind'], field: string, value: number, t: TFunction): string {
  if (kind === 'rate_limit' && value === NO_LIMIT) return t('directory.changes.unlimited');
  if (field.endsWith('_at') && value >= 1 && value <= LAST_SECOND) return moment(new Date(value * 1000).toISOString());
  // OpenAI counts thresholds in cents; two digits are moved, nothing is divided.
  if (field === CENTS && Number.isSafeInteger(value) && value >= 0) {
    const digits = String(value).padStart(3, '0');
    return `${count(Number(digits.slice(0, -2)))}.${digits.slice(-2)}`;
  }
  return Number.isInteger(value) ? count(value) : String(value);
}

function atOf(text: string): string {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? text : moment(new Date(ms).toISOString());
}
