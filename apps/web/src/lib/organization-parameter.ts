/** The choice of an organization, as addresses and questions name it. Without React: it is read before that has come. */
import type { SyncAnswer } from '@bursar/contract';
import type { SearchParams } from './search-params.js';

/** The parameter of every address that names it. */
export const ORGANIZATION_PARAMETER = 'organization';

export interface OrganizationChoice {
  /** OpenAI's id; null: all of them. */
  chosen: string | null;
  /** What the address names and the reader may not see, or nobody has; null: nothing. */
  unknown: string | null;
}

/** Which organization an address chooses. What it names is believed until it is known which there are. */
export function choiceOf(search: SearchParams, sync: SyncAnswer | undefined): OrganizationChoice {
  const named = [search[ORGANIZATION_PARAMETER] ?? []].flat();
  const [chosen, ...others] = named;
  if (chosen === undefined) return { chosen: null, unknown: null };
  const isOne = others.length === 0 && chosen !== '';
  const isKnown = sync === undefined || sync.organizations.some(({ organization_id: id }) => id === chosen);
  return isOne && isKnown ? { chosen, unknown: null } : { chosen: null, unknown: named.join(', ') };
}

/** A question, asked of one organization; null: of all organizations that the reader may see. */
export function scopedTo<Question extends object>(
  chosen: string | null,
  question: Question,
): Question & { organization?: string[] } {
  return chosen === null ? question : { ...question, organization: [chosen] };
}
