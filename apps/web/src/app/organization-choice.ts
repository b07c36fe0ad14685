import { useSearch } from '@tanstack/react-router';
import type { SyncAnswer } from '@bursar/contract';
import { ORGANIZATION_PARAMETER } from '../lib/chosen-organization.js';
import type { SearchParams } from '../lib/search-params.js';

export interface OrganizationChoice {
  /** OpenAI's id; null: all of them. */
  chosen: string | null;
  /** What the address names and the reader may not see, or nobody has; null: nothing. */
  unknown: string | null;
}

/** Which organization the address chooses. What it names is believed until it is known which there are. */
export function useOrganizationChoice(sync: SyncAnswer | undefined): OrganizationChoice {
  return choiceOf(useSearch({ strict: false }), sync);
}

/** The same of an address whose page is not drawn yet. */
export function choiceOf(search: SearchParams, sync: SyncAnswer | undefined): OrganizationChoice {
  const named = [search[ORGANIZATION_PARAMETER] ?? []].flat();
  const [chosen, ...others] = named;
  if (chosen === undefined) return { chosen: null, unknown: null };
  const isOne = others.length === 0 && chosen !== '';
  const isKnown = sync === undefined || sync.organizations.some(({ organization_id: id }) => id === chosen);
  return isOne && isKnown ? { chosen, unknown: null } : { chosen: null, unknown: named.join(', ') };
}

/**
 * Takes the choice along from page to page, whatever link is followed; naming an empty one ends it.
 *
 * @param search of the page that is left
 * @param next makes the search of the page that is gone to
 */
export function keepOrganization({ search, next }: { search: object; next: (search: object) => object }): object {
  const before: SearchParams = { ...search };
  const { [ORGANIZATION_PARAMETER]: named, ...others }: SearchParams = { ...next(search) };
  const kept = named ?? before[ORGANIZATION_PARAMETER];
  return kept === undefined || kept === '' ? others : { ...others, [ORGANIZATION_PARAMETER]: kept };
}
