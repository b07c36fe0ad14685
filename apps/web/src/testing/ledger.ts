/** An invented organization with billed rows, small and deterministic, from which every answer is added up. */
import type { Project } from '@bursar/contract';
import { addDays, daysOf, midnight, type Day } from '../lib/days.js';
import { amount, exact, type Amount } from '../lib/decimal.js';

export const NOW = '2026-11-21T14:12:00Z';
export const TODAY: Day = '2026-11-21';
export const HISTORY_START: Day = '2025-10-01';
export const ORGANIZATION = 'org-acme';
/** The second one, where several are connected. */
export const BETA = 'org-beta';
/** From here on OpenAI tells which key a cost belongs to. */
export const KEYS_KNOWN_FROM: Day = '2025-12-06';

export interface Row {
  day: Day;
  project_id: string | null;
  line_item: string | null;
  api_key_id: string | null;
  model: string | null;
  token_type: string | null;
  amount: Amount;
}

export interface Organization {
  projects: readonly Project[];
  rows: readonly Row[];
}

/** Name, dollars of an ordinary working day, first and last billed day. */
type Sketch = readonly [name: string, dollars: number, first?: Day, last?: Day];

const SKETCHES: readonly Sketch[] = [
  ['Fleet Planner', 240],
  ['Support Copilot', 176],
  ['Perception Labeling', 116],
  ['倉庫ナビ', 103],
  ['Sim Generator', 62],
  ['Voice Console', 55],
  ['Parts Search', 42],
  ['Code Review Bot', 33],
  ['Contract Reader', 21],
  ['Onboarding Guide', 14],
  ['Warranty Triage', 11],
  ['Legacy Importer', 18, '2025-10-01', '2026-10-14'],
  ['Night Shift Digest', 8],
  ['Dock Scheduler', 22, '2026-11-09'],
];

export const HOSTILE_NAMES: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '=HYPERLINK("https://evil.example","click")',
  'مشروع التحليلات ٢٠٢٦',
  'Long '.repeat(40).trim(),
  '\u202Eevil.exe',
  '$t(words.total) {{amount}} <b>bold</b>',
];

const ITEMS = [
  ['gpt-6-astra-2026-08-01', 'input', 46],
  ['gpt-6-astra-2026-08-01', 'cached input', 9],
  ['gpt-6-astra-2026-08-01', 'output', 28],
  ['gpt-6-astra-mini-2026-08-01', 'input', 11],
  ['gpt-6-astra-mini-2026-08-01', 'output', 6],
] as const;

/** Repeatable noise between 0 and 999. */
function noise(...parts: readonly (string | number)[]): number {
  let value = 2166136261;
  for (const character of parts.join('|')) value = Math.imul(value ^ character.charCodeAt(0), 16777619) >>> 0;
  return value % 1000;
}

const isWeekend = (day: Day): boolean => [0, 6].includes(new Date(midnight(day)).getUTCDay());

/** Some of the projects belong to the second organization. */
export const asSeveral = ({ projects, rows }: Organization): Organization => ({
  rows,
  projects: projects.map((project, index) => (index >= 12 ? { ...project, organization_id: BETA } : project)),
});

/** Those made so far: hundreds of specs of a suite open the same one. */
const made = new Map<string, Organization>();

/** Names of `projects` replace the invented ones in order. Nobody can change it, for others have the same. */
export function makeOrganization(options: { from?: Day; names?: readonly string[] } = {}): Organization {
  const { from = HISTORY_START, names = [] } = options;
  const key = JSON.stringify([from, names]);
  const organization = made.get(key) ?? invent(from, names);
  made.set(key, organization);
  return organization;
}

function invent(from: Day, names: readonly string[]): Organization {
  const sketches = SKETCHES.map(([name, ...rest], index): Sketch => [names[index] ?? name, ...rest]);
  const projects = sketches.map(([name], index) => projectOf(name, index));
  const rows: Row[] = [];
  for (const day of daysOf({ start: from, end: TODAY })) {
    sketches.forEach((sketch, index) => rows.push(...projectRows(day, sketch, `proj_${index + 1}`)));
    if (day.endsWith('-03')) rows.push(credit(day));
  }
  return { projects: frozen(projects), rows: frozen(rows) };
}

const frozen = <T extends object>(items: T[]): readonly T[] => Object.freeze(items.map((item) => Object.freeze(item)));

function projectRows(day: Day, [name, dollars, first, last]: Sketch, projectId: string): Row[] {
  if ((first !== undefined && day < first) || (last !== undefined && day > last)) return [];
  const quiet = isWeekend(day) ? 48 + (noise(day, name) % 30) : 92 + (noise(day, name) % 22);
  const growth = 70 + Math.round((Date.parse(day) - Date.parse(HISTORY_START)) / 86_400_000 / 13);
  const surge = projectId === 'proj_5' && day >= '2026-11-18' ? 11 : 1;
  return ITEMS.flatMap(([model, tokenType, share], index) => {
    const key = day >= KEYS_KNOWN_FROM ? `key_${projectId}_${index % 2}` : null;
    // A tail of digits as OpenAI sends them, so that nothing passes that goes through a double.
    const tail = BigInt(noise(day, projectId, index)) * 10n ** 19n + 7n;
    const cents = BigInt(Math.round((dollars * share * quiet * growth * surge) / 10_000));
    return {
      day,
      project_id: projectId,
      line_item: `${model}, ${tokenType}`,
      api_key_id: key,
      model,
      token_type: tokenType,
      amount: cents * 10n ** 32n + tail,
    };
  });
}

const credit = (day: Day): Row => ({
  day,
  project_id: null,
  line_item: 'credit grant',
  api_key_id: null,
  model: null,
  token_type: null,
  amount: amount('-35.5'),
});

/** Of an object that nothing was added up for yet. */
export const NO_SPEND = {
  spend_last_30_days: null,
  spend_month_to_date: null,
  spend_currency: 'usd',
  last_activity_at: null,
} as const;

function projectOf(name: string, index: number): Project {
  return {
    id: `proj_${index + 1}`,
    object: 'organization.project',
    name,
    status: 'active',
    created_at: midnight(addDays('2025-01-06', index * 9)),
    archived_at: null,
    external_key_id: null,
    residency: null,
    ...NO_SPEND,
    counts: { api_key: 0, project_user: 0, service_account: 0 },
    organization_id: ORGANIZATION,
    first_seen_at: midnight(HISTORY_START),
    last_seen_at: NOW,
    gone_at: null,
    gone_reason: null,
  };
}

export const total = (rows: readonly Row[]): string => exact(rows.reduce((sum, row) => sum + row.amount, 0n));
