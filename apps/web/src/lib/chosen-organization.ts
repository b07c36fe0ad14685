/** Which of the connected organizations a page is about: the one that the address names, or all together. */
import { createContext, useContext } from 'react';
import type { SyncAnswer } from '@bursar/contract';

/** The parameter of every address that names it. */
export const ORGANIZATION_PARAMETER = 'organization';

export type SyncOrganization = SyncAnswer['organizations'][number];

const ChosenContext = createContext<string | null>(null);
export const ChosenOrganizationProvider = ChosenContext.Provider;

/** OpenAI's id of the chosen one; null: all that the reader may see. */
export const useChosenOrganization = (): string | null => useContext(ChosenContext);

/**
 * A question, asked of the chosen organization alone.
 *
 * Every question of figures, lists and events goes through here, so that no page can forget what the top bar says.
 */
export function useScoped<Question extends object>(question: Question): Question & { organization?: string[] };
export function useScoped<Question extends object>(
  question: Question | null,
): (Question & { organization?: string[] }) | null;
export function useScoped<Question extends object>(question: Question | null) {
  const chosen = useChosenOrganization();
  return question === null || chosen === null ? question : { ...question, organization: [chosen] };
}

/** What is known of the collecting of one organization; null: of all. */
export function syncOf(sync: SyncAnswer, chosen: string | null): SyncAnswer {
  if (chosen === null) return sync;
  const isChosen = ({ organization_id: id }: { organization_id: string | null }): boolean => id === chosen;
  return {
    ...sync,
    organizations: sync.organizations.filter(isChosen),
    feeds: sync.feeds.filter(isChosen),
    runs: sync.runs.filter(isChosen),
  };
}

/** What an organization is called; null before OpenAI has named one that was given no name. */
export const nameOfOrganization = ({ name, organization_id: id }: Pick<SyncOrganization, 'name' | 'organization_id'>) =>
  name ?? id;
