/** Which of the connected organizations a page is about: the one that the address names, or all together. */
import { createContext, useContext } from 'react';
import type { Organization, SyncAnswer } from '@bursar/contract';
import { scopedTo } from './organization-parameter.js';

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
  return question === null ? null : scopedTo(chosen, question);
}

/** Without a key: its history is kept, or is being deleted, and nothing of it is collected. */
export const isAway = ({ state }: Pick<Organization, 'state'>): boolean =>
  state === 'disconnected' || state === 'removing';

/**
 * What is known of the collecting of one organization; null: of all.
 *
 * Feeds of those that are away are left out: they stand still on purpose, and would make everything look late.
 */
export function syncOf(sync: SyncAnswer, chosen: string | null): SyncAnswer {
  const { organizations, feeds, runs } = sync;
  const away = new Set(organizations.filter(isAway).flatMap(({ organization_id: id }) => id ?? []));
  if (chosen === null && away.size === 0) return sync;
  const isChosen = ({ organization_id: id }: { organization_id: string | null }): boolean =>
    chosen === null || id === chosen;
  return {
    ...sync,
    organizations: organizations.filter(isChosen),
    feeds: feeds.filter((feed) => isChosen(feed) && !away.has(feed.organization_id ?? '')),
    runs: runs.filter(isChosen),
  };
}

/** What an organization is called; null before OpenAI has named one that was given no name. */
export const nameOfOrganization = ({ name, organization_id: id }: Pick<SyncOrganization, 'name' | 'organization_id'>) =>
  name ?? id;
