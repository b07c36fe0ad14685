/** Which of the pages that most visits begin with need a module: what decides with what else it travels. */
import type { Rolldown } from 'vite';

/** What is drawn on nearly every visit, in a fixed order. */
const FIRST = [
  'src/main.tsx',
  'src/features/sign-in/sign-in-page.tsx',
  'src/app/shell.tsx',
  'src/features/overview/overview-page.tsx',
  'src/features/costs/costs-page.tsx',
  'src/features/usage/usage-page.tsx',
  'src/features/usage/usage-explorer-page.tsx',
  'src/components/time-series-chart/chart.tsx',
];

/**
 * Names the file of a module by which of those need it; null for what none of them needs, and for these themselves.
 *
 * However many other pages there are, these come in as few files, and none brings what only others need. What a module
 * imports is needed wherever it is, so that no two of the files wait for each other.
 *
 * @param others what has a place of its own
 */
export function namedByFirstPages(others: RegExp): Rolldown.CodeSplittingNameFunction {
  let reached: readonly ReadonlySet<string>[] | undefined;
  return (id, context) => {
    reached ??= FIRST.map((entry) => reachOf(join(entry), context));
    if (others.test(id) || id.endsWith('.css') || FIRST.some((entry) => id === join(entry))) return null;
    const marks = reached.map((ids) => (ids.has(id) ? '1' : '0')).join('');
    return marks.includes('1') ? `shared-${Number.parseInt(marks, 2).toString(36)}` : null;
  };
}

const join = (entry: string): string => `${import.meta.dirname}/${entry}`;

function reachOf(id: string, context: Rolldown.ChunkingContext, found = new Set<string>()): Set<string> {
  if (found.has(id)) return found;
  found.add(id);
  // Copied, for the next question may be answered in the same list.
  for (const imported of [...(context.getModuleInfo(id)?.importedIds ?? [])]) reachOf(imported, context, found);
  return found;
}
