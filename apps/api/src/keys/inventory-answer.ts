/** Rows of the inventory as our API answers them. */
import type { KeyInventoryItem, KeyInventorySummary } from '@bursar/contract';
import { writeInstant } from '../directory/directory-object.js';
import type { KeyTraffic } from '../metering/key-traffic.store.js';
import type { SpendTable } from '../metering/spend.store.js';
import type { InventoryPage, PageRow } from './inventory-page.js';
import type { InventorySources } from './inventory-rows.js';
import { type Origins, originOf } from './key-origins.store.js';

/** What all pages together hold. */
export function summaryOf(
  { counts, matching, costs }: InventoryPage,
  {
    spend,
    policies,
    lists,
  }: { spend: SpendTable; policies: InventorySources['policies']; lists: KeyInventorySummary['lists'] },
): KeyInventorySummary {
  const isKnown = policies.some(({ organizationNumber }) => spend.knownIn.includes(organizationNumber));
  return {
    ...counts,
    matching,
    costs: isKnown ? { currency: spend.currency, ...costs } : null,
    range: { start: writeInstant(new Date(spend.lately.start)), end: writeInstant(new Date(spend.lately.end)) },
    lists,
  };
}

/** A row as it is answered. */
export function itemOf(
  row: PageRow,
  { spend, traffic, origins }: { spend: SpendTable; traffic: KeyTraffic; origins: Origins | null },
): KeyInventoryItem {
  const { created_by, scopes } = originOf(origins, row);
  const hasOwner = row.owner_id !== null || row.owner_type !== null;
  const isSnoozed = row.snoozed_until !== null && row.snoozed_at !== null;
  return {
    id: row.id,
    kind: row.kind === 'api_key' ? 'project' : 'admin',
    name: row.name,
    label: row.label,
    redacted_value: row.redacted_value,
    project_id: row.project_id,
    project_name: row.project_name,
    is_production: row.is_production,
    owner: hasOwner
      ? { type: row.owner_type, id: row.owner_id, name: row.owner_name ?? row.owner_email, email: row.owner_email }
      : null,
    owner_has_access: row.owner_has_access,
    scopes,
    created_at: row.created_at,
    expires_at: row.expires_at,
    last_used_at: row.last_used_at,
    cost_last_30_days: row.cost,
    cost_currency: spend.currency,
    requests_last_30_days: row.requests,
    models_last_30_days: modelsOf(row, traffic),
    created_by,
    credential_id: row.credential_id,
    risks: row.risks,
    needs_decision: row.needs_decision,
    snoozed: isSnoozed
      ? {
          reason: row.snooze_reason ?? '',
          // Both are not null where it is snoozed.
          until: row.snoozed_until ?? '',
          since: row.snoozed_at ?? '',
          by: row.snoozed_by,
        }
      : null,
    organization_id: row.organization,
    first_seen_at: row.first_seen_at,
    last_seen_at: row.last_seen_at,
    gone_at: row.gone_at,
    // Only reasons of the contract are ever stored.
    gone_reason: row.gone_reason as KeyInventoryItem['gone_reason'],
  };
}

const MOST_MODELS = 3;

function modelsOf(
  { organization_id, id, requests }: PageRow,
  traffic: KeyTraffic,
): KeyInventoryItem['models_last_30_days'] {
  if (requests === null) return null;
  const models = traffic.modelsOf(`${organization_id}/${id}`);
  return { count: models.length, top: models.slice(0, MOST_MODELS) };
}
