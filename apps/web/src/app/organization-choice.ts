import { useSearch } from '@tanstack/react-router';
import type { SyncAnswer } from '@bursar/contract';
import { choiceOf, ORGANIZATION_PARAMETER, type OrganizationChoice } from '../lib/organization-parameter.js';
import type { SearchParams } from '../lib/search-params.js';

/** Which organization the address chooses. What it names is believed until it is known which there are. */
export function useOrganizationChoice(sync: SyncAnswer | undefined): OrganizationChoice {
  return choiceOf(useSearch({ strict: false }), sync);
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
