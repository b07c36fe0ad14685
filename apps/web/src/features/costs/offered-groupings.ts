import { useSeveralOrganizations } from '../../lib/queries.js';
import { DIMENSIONS, GROUPINGS, type ViewGrouping } from './dimensions.js';

/** Those that menus offer: where one organization is shown, there is nothing to split by it. */
export const useOfferedGroupings = (): readonly ViewGrouping[] =>
  useSeveralOrganizations() === null ? DIMENSIONS : GROUPINGS;
