/** An organization as the API shows it. */
import type { KeyUse, Organization, OrganizationKey } from '@bursar/contract';
import { toInstant } from '../sync/problems.js';
import { redacted } from './key-marks.js';
import type { KeyRow } from './organization-keys.store.js';
import type { OrganizationRow } from './organizations.store.js';

/**
 * @param isHeld whether this server has the key of that use
 * @param isDemo whether the keys of the configuration are the demo's
 */
export function shownOrganization(
  { id, openaiId, name, state, error, connectedAt }: OrganizationRow,
  keys: readonly KeyRow[],
  { isHeld, isDemo }: { isHeld: (id: number, use: KeyUse) => boolean; isDemo: boolean },
): Organization {
  const keyOf = (use: KeyUse): OrganizationKey | null => {
    const row = keys.find((key) => key.organizationId === id && key.use === use);
    // A key of the environment that this server was not started with is not there any more.
    return row === undefined || (row.source === 'environment' && !isHeld(id, use)) ? null : shownKey(row, isDemo);
  };
  const read = keyOf('read');
  return {
    id: String(id),
    organization_id: openaiId,
    name,
    state: read === null && state !== 'removing' ? 'disconnected' : state,
    error,
    connected_at: toInstant(connectedAt),
    keys: { read, write: keyOf('write') },
  };
}

function shownKey({ source, lastFour, setAt, setBy, test }: KeyRow, isDemo: boolean): OrganizationKey {
  return {
    source: source === 'environment' && isDemo ? 'demo' : source,
    redacted: redacted(lastFour),
    set_at: toInstant(setAt),
    set_by: setBy,
    test,
  };
}
