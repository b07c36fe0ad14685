/** Who and what the organization consists of: the projects that a demo shows first, then made-up ones without end. */
import type { Use } from './prices.js';

/** When a project works: in office hours of three regions, around the clock, or in nightly batches. */
export type Hours = 'office-eu' | 'office-us' | 'office-jp' | 'always' | 'night';

export interface ProjectPlan {
  name: string;
  /** US dollars on an ordinary weekday of the anchor's week. */
  usdPerDay: number;
  uses: readonly Use[];
  hours: Hours;
  /** `vanished`: archived last month. `new`: began this month. `burning`: a new model costs a fortune since three days. */
  story?: 'vanished' | 'new' | 'burning';
}

/** The first three are what every organization has: a default project, an active and an archived one. */
export const NAMED_PROJECTS: readonly ProjectPlan[] = [
  { name: 'Default project', usdPerDay: 8, uses: ['small', 'chat'], hours: 'office-us' },
  { name: 'Fleet Planner', usdPerDay: 180, uses: ['chat', 'small', 'embed', 'reasoning'], hours: 'always' },
  { name: 'Legacy Importer', usdPerDay: 45, uses: ['tuned', 'small'], hours: 'night', story: 'vanished' },
  { name: 'Support Copilot', usdPerDay: 240, uses: ['chat', 'small', 'moderate', 'embed'], hours: 'office-eu' },
  { name: 'Perception Labeling', usdPerDay: 160, uses: ['chat', 'picture', 'small'], hours: 'night' },
  { name: '倉庫ナビ', usdPerDay: 110, uses: ['chat', 'small', 'voice'], hours: 'office-jp' },
  { name: 'Sim Generator', usdPerDay: 40, uses: ['small', 'picture'], hours: 'night', story: 'burning' },
  { name: 'Dock Scheduler', usdPerDay: 28, uses: ['small', 'chat'], hours: 'office-eu', story: 'new' },
  { name: 'Voice Console', usdPerDay: 90, uses: ['voice', 'speak', 'transcribe', 'small'], hours: 'office-us' },
  { name: 'Parts Search', usdPerDay: 36, uses: ['embed', 'small', 'moderate'], hours: 'always' },
  { name: 'Code Review Bot', usdPerDay: 58, uses: ['reasoning', 'chat'], hours: 'office-us' },
  { name: 'Contract Reader', usdPerDay: 31, uses: ['reasoning', 'chat', 'embed'], hours: 'office-eu' },
  { name: 'Evaluation Lab', usdPerDay: 22, uses: ['chat', 'small', 'reasoning', 'tuned'], hours: 'night' },
  { name: 'Brand Studio', usdPerDay: 14, uses: ['picture', 'draw', 'small'], hours: 'office-us' },
];

export const GENERATED_PLACES = [
  'Harbor',
  'Depot',
  'Line 4',
  'Paint Shop',
  'Yard',
  'Cold Store',
  'Gantry',
  'Night Shift',
  'Field Service',
  'Warranty',
  'Tooling',
  'Logistics',
  'Inspection',
  'Procurement',
] as const;
export const GENERATED_TASKS = [
  'Assistant',
  'Forecast',
  'Summaries',
  'Triage',
  'Search',
  'Translator',
  'Vision',
  'Router',
  'Reports',
  'Copilot',
  'Classifier',
  'Planner',
] as const;
export const GENERATED_USES: readonly (readonly Use[])[] = [
  ['chat', 'small'],
  ['small', 'embed', 'chat'],
  ['reasoning', 'small'],
  ['chat', 'small', 'picture'],
  ['small', 'chat', 'voice'],
  ['tuned', 'chat'],
];
export const GENERATED_HOURS: readonly Hours[] = ['office-eu', 'office-us', 'office-jp', 'always', 'night'];

export const PEOPLE = [
  'Ines Moreau',
  'Jonas Weber',
  'Dana Whitfield',
  '佐藤 美咲',
  'Amara Okafor',
  'Luca Ferrari',
  'Zoë Lindqvist',
  'Ravi Menon',
  'Małgorzata Nowak',
  'Tomás Herrera',
  'Grace Kim',
  'Owen Baptiste',
] as const;

export const KEY_PURPOSES = ['prod', 'staging', 'batch', 'ci', 'canary', 'adhoc', 'edge', 'cli'] as const;

/** Names that hurt programs which trust text: markup, a formula, writing from right to left, length, every separator. */
export const HOSTILE_NAMES = [
  '<img src=x onerror=alert(1)>',
  '=HYPERLINK("http://x")',
  'مشروع \u202Eتقرير\u202C שלום',
  `${'long '.repeat(39)}name!`,
  `Robert'); DROP TABLE projects;--`,
  'tab\tquote" back\\slash | pipe, comma; 😀 %s {{x}}',
] as const;
