/** What the leak desk shows, as its address says it: ids and times, and nothing of what was pasted. */
import { LinkReader, type Repair } from '../../lib/link-reader.js';
import type { SearchParams } from '../../lib/search-params.js';

export const UNITS = ['cost', 'requests'] as const;
export type ImpactUnit = (typeof UNITS)[number];

export interface LeakView {
  /** Id of the key that is looked at. */
  key: string | null;
  /** Its project; null: not told, or an admin key. */
  project: string | null;
  /** Since when it leaked; null: the first hour that stands out, else a week ago. */
  since: string | null;
  unit: ImpactUnit;
  isTable: boolean;
}

const NAMES = ['key', 'project', 'since', 'unit', 'view'] as const;
const LONGEST_ID = 500;

/** Whatever the link says, a view comes out; what could not be understood is listed and left at its default. */
export function readLeakView(search: SearchParams): { view: LeakView; repairs: Repair[] } {
  const link = new LinkReader(search, NAMES);
  const id = (name: 'key' | 'project'): string | null => {
    const text = link.one(name) ?? '';
    // Somebody may have put the key itself here: it is neither shown nor asked for.
    if (/sk-/i.test(text)) return link.refuse(name, 'sk-\u2026');
    return text === '' || text.length > LONGEST_ID ? null : text;
  };
  const view: LeakView = {
    key: id('key'),
    project: id('project'),
    since: link.accepted('since', isInstant),
    unit: link.among('unit', UNITS) ?? 'cost',
    isTable: link.among('view', ['chart', 'table']) === 'table',
  };
  return { view, repairs: link.repairs };
}

/** The shortest link that reads back as this view. */
export function writeLeakView({ key, project, since, unit, isTable }: LeakView): SearchParams {
  return {
    ...(key !== null && { key }),
    ...(project !== null && { project }),
    ...(since !== null && { since }),
    ...(unit !== 'cost' && { unit }),
    ...(isTable && { view: 'table' }),
  };
}

export const isInstant = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text) && !Number.isNaN(Date.parse(text));
