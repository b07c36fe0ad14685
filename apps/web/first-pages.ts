/** Which of the pages that most visits begin with need a module: what decides with what else it travels. */
import type { Rolldown } from 'vite';
import { FIRST_SCRIPT } from './first-script.js';

/** What every page has, the one for those who have not signed in before the others. */
const EVERYWHERE = ['src/main.tsx', 'src/features/sign-in/sign-in-page.tsx', 'src/app/shell.tsx'];

/** Where most visits begin. */
const FIRST = [
  'src/features/overview/overview-page.tsx',
  'src/features/costs/costs-page.tsx',
  'src/features/usage/usage-page.tsx',
  'src/features/usage/usage-explorer-page.tsx',
];

/**
 * Names the file of a module by who needs it; null for what none of the first pages shares, and for these themselves.
 *
 * A browser takes longer to ask for forty small files than for the bytes in them, so that there is one for each step of a
 * visit: what comes at once, what is drawn first, what a sign-in, what the frame of all pages and what several of the first
 * pages need besides. What a module imports is needed wherever it is, and so comes with the same step or one before: no
 * two files wait for each other.
 *
 * @param others what has a place of its own
 */
export function namedByFirstPages(others: RegExp): Rolldown.CodeSplittingNameFunction {
  let steps: readonly (readonly [name: string, isOf: (id: string) => boolean])[] | undefined;
  return (id, context) => {
    steps ??= stepsOf(context);
    if (others.test(id) || id.endsWith('.css')) return null;
    if ([FIRST_SCRIPT, ...EVERYWHERE, ...FIRST].some((entry) => id === join(entry))) return null;
    const step = steps.find(([, isOf]) => isOf(id))?.[0];
    return step === undefined ? null : `shared-${step}`;
  };
}

function stepsOf(context: Rolldown.ChunkingContext): [string, (id: string) => boolean][] {
  const reach = (entry: string) => reachOf(join(entry), context);
  const [start, main, signIn, shell] = [FIRST_SCRIPT, ...EVERYWHERE].map(reach);
  const pages = FIRST.map(reach);
  return [
    ['start', (id) => start?.has(id) === true],
    ['main', (id) => main?.has(id) === true],
    ['entrance', (id) => signIn?.has(id) === true],
    ['frame', (id) => shell?.has(id) === true],
    ['pages', (id) => pages.filter((page) => page.has(id)).length > 1],
  ];
}

const join = (entry: string): string => `${import.meta.dirname}/${entry}`;

function reachOf(id: string, context: Rolldown.ChunkingContext, found = new Set<string>()): Set<string> {
  if (found.has(id)) return found;
  found.add(id);
  // Copied, for the next question may be answered in the same list.
  for (const imported of [...(context.getModuleInfo(id)?.importedIds ?? [])]) reachOf(imported, context, found);
  return found;
}
