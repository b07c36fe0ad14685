import '../activity/activity-words.js';
import '../audit/audit-words.js';
import '../leaks/leak-words.js';
import type { TFunction } from 'i18next';
import type { IncidentItem, IncidentTimelineItem } from '@bursar/contract';
import { kindName } from '../../lib/activity-words.js';
import { addWords } from '../../lib/i18n/add-words.js';
import { incidents } from '../../lib/i18n/en/incidents.js';
import { isolated } from '../../lib/names.js';
import { typeName } from '../audit/event-words.js';

addWords({ incidents });

type Who = IncidentItem['opened_by'];

/** Who did something; nobody is Bursar itself, or was erased. */
export function whoWords(who: Who, source: IncidentItem['source'] | null, t: TFunction): string {
  if (who !== null) return isolated(who.name ?? t('incidents.who.nameless'));
  return t(source === 'github' ? 'incidents.who.github' : 'incidents.who.nobody');
}

/** What happened, in a line. */
export function eventWords({ event, what }: Pick<IncidentTimelineItem, 'event' | 'what'>, t: TFunction): string {
  const word = what ?? '';
  if (event === 'audit_event') return t(`incidents.timeline.event.${event}`, { what: named(typeName(word, t), t) });
  if (event === 'action') return t(`incidents.timeline.event.${event}`, { what: named(kindName(word, t), t) });
  return t(`incidents.timeline.event.${event}`);
}

const named = (text: string, t: TFunction): string => isolated(text === '' ? t('incidents.timeline.something') : text);
