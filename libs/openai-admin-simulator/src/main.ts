/** Runs the simulator alone: reads the command line, says where it listens, stops on SIGINT and SIGTERM. */
import { parseArgs } from 'node:util';
import { isScenario, SCENARIO_NAMES, type ScenarioName } from './scenarios.js';
import { startSimulator, type SimulatorOptions } from './simulator.js';

export const USAGE = `Plays OpenAI's Admin, Usage and Costs API on 127.0.0.1.

  --port N               port (default: any free one)
  --projects N           projects, at least 3 (14)
  --keys N               API keys (60)
  --members N            people, at least 6, and a few of every unusual kind (6 and one for eight keys)
  --models-per-key N     models that a key uses on an average; about three cost rows a day each (2)
  --ways-per-model N     ways in which a key calls a model: usage rows of their own, the same cost rows (1)
  --seed N               another seed is another organization (1)
  --now TIME             fixes the clock, for example 2026-11-21T14:00:00Z (real time)
  --anchor DAY           day to which the stories and the history are relative (today)
  --months N             months of history (14)
  --cost-lag-hours N     hours after a day's end until its first costs are there (6)
  --latency-ms N         delay of each answer (0)
  --organization-id ID   for example org-acme
  --admin-key KEY        the admin key to accept (made from the seed)
  --hostile              names that hurt careless programs
  --corrections          late corrections of closed days
  --play STORY           leaked-key, runaway-job, restated-month, limit-jump or vanished-member; several with commas
  --help                 this text
`;

const NUMBERS = {
  port: [0, 65_535],
  projects: [3, 100_000],
  keys: [0, 1_000_000],
  members: [6, 1_000_000],
  'models-per-key': [0, 20],
  'ways-per-model': [1, 4],
  seed: [0, 4_294_967_295],
  months: [0, 120],
  'cost-lag-hours': [0, 1000],
  'latency-ms': [0, 600_000],
} as const;
const DATES = ['now', 'anchor'] as const;
const TEXTS = ['organization-id', 'admin-key', 'play'] as const;
const SWITCHES = ['hostile', 'corrections', 'help'] as const;
const FRACTIONAL = new Set<string>(['models-per-key', 'ways-per-model', 'cost-lag-hours']);

type Values = Readonly<Record<string, string | boolean | undefined>>;

export interface CommandLine {
  options: SimulatorOptions;
  help: boolean;
  /** Stories to play at the start. */
  stories: ScenarioName[];
  /** One sentence for each mistake; the options count only where there is none. */
  mistakes: string[];
}

export function readCommandLine(args: readonly string[]): CommandLine {
  const mistakes: string[] = [];
  const taking = [...Object.keys(NUMBERS), ...DATES, ...TEXTS];
  const options = Object.fromEntries([
    ...taking.map((name) => [name, { type: 'string' as const }]),
    ...SWITCHES.map((name) => [name, { type: 'boolean' as const }]),
  ]);
  const { values, tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  let unknown = false;
  for (const token of tokens) {
    if (token.kind === 'positional' && !unknown) {
      mistakes.push(`"${token.value}" belongs to no option; write --name value.`);
    }
    // What follows an unknown option was meant as its value.
    unknown = token.kind === 'option' && !(token.name in options);
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    const isMissing = !value || (!inlineValue && value.startsWith('--'));
    if (unknown) mistakes.push(`There is no ${rawName}; --help lists what there is.`);
    else if (taking.includes(name) && isMissing) mistakes.push(`${rawName} needs a value.`);
    else if (!taking.includes(name) && value !== undefined) mistakes.push(`${rawName} takes no value.`);
  }
  // Each option was declared to hold one text or switch, none a list.
  const given = values as Values;
  const read = { options: readOptions(given, mistakes), stories: readStories(given['play'], mistakes) };
  return { ...read, help: given['help'] === true, mistakes };
}

function readStories(text: Values[string], mistakes: string[]): ScenarioName[] {
  if (typeof text !== 'string' || text === '' || text.startsWith('--')) return [];
  const names = text.split(',');
  const strange = names.filter((name) => !isScenario(name));
  mistakes.push(...strange.map((name) => `There is no story "${name}"; there are ${SCENARIO_NAMES.join(', ')}.`));
  return names.filter(isScenario);
}

function readOptions(values: Values, mistakes: string[]): SimulatorOptions {
  const number = (name: keyof typeof NUMBERS) => readNumber(name, values[name], mistakes);
  const date = (name: (typeof DATES)[number]) => readDate(name, values[name], mistakes);
  const text = (name: (typeof TEXTS)[number]) => {
    const value = values[name];
    return typeof value === 'string' && value !== '' && !value.startsWith('--') ? value : undefined;
  };
  const adminKey = text('admin-key');
  const [projects, keys, members] = [number('projects'), number('keys'), number('members')];
  return defined({
    port: number('port'),
    ...{ projects, keys, members },
    modelsPerKey: number('models-per-key'),
    waysPerModel: number('ways-per-model'),
    seed: number('seed'),
    months: number('months'),
    costLagHours: number('cost-lag-hours'),
    latencyMs: number('latency-ms'),
    now: date('now'),
    anchor: date('anchor'),
    organizationId: text('organization-id'),
    adminKeys: adminKey === undefined ? undefined : [{ value: adminKey }],
    hostile: values['hostile'] === true,
    corrections: values['corrections'] === true,
  });
}

function defined(options: SimulatorOptions): SimulatorOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function readNumber(name: keyof typeof NUMBERS, text: Values[string], mistakes: string[]): number | undefined {
  if (typeof text !== 'string' || text === '' || text.startsWith('--')) return undefined;
  const [least, most] = NUMBERS[name];
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  const whole = FRACTIONAL.has(name) || Number.isInteger(value);
  if (value >= least && value <= most && whole) return value;
  mistakes.push(
    `--${name} is "${text}"; it has to be a ${FRACTIONAL.has(name) ? '' : 'whole '}number from ${least} to ${most}.`,
  );
  return undefined;
}

function readDate(name: string, text: Values[string], mistakes: string[]): Date | undefined {
  if (typeof text !== 'string' || text === '' || text.startsWith('--')) return undefined;
  const date = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(date.getTime())) return date;
  mistakes.push(`--${name} is "${text}"; write 2026-11-21 or 2026-11-21T14:00:00Z.`);
  return undefined;
}

/** Runs until a signal comes. @returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { options, stories, help, mistakes } = readCommandLine(args);
  if (help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (mistakes.length > 0) {
    process.stderr.write(`${mistakes.join('\n')}\n`);
    return 2;
  }
  const asked = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  try {
    const simulator = await startSimulator(options);
    const { url, adminKey, controlUrl, organizationId } = simulator;
    process.stdout.write(`OPENAI_BASE_URL=${url}\nOPENAI_ADMIN_KEY=${adminKey}\n`);
    process.stdout.write(`Playing ${organizationId}; control path ${controlUrl}. Stop with Ctrl+C.\n`);
    for (const story of stories) process.stdout.write(`${simulator.play(story).story}\n`);
    await asked;
    await simulator.stop();
    return 0;
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!taken) throw error;
    process.stderr.write(
      `Port ${options.port} is in use; choose another with --port, or leave it out for a free one.\n`,
    );
    return 1;
  }
}
