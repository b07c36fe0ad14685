/** The inventory as a file. */
import type { KeyInventoryItem } from '@bursar/contract';
import { csvLine, textCell } from '../http/csv.js';

export const INVENTORY_COLUMNS = [
  ...[
    'organization_id',
    'kind',
    'id',
    'name',
    'label',
    'redacted_value',
    'project_id',
    'project_name',
    'is_production',
  ],
  ...['owner_type', 'owner_id', 'owner_name', 'owner_email', 'owner_has_access', 'scopes', 'created_at', 'expires_at'],
  ...['last_used_at', 'cost_last_30_days', 'cost_currency', 'requests_last_30_days', 'models', 'models_count'],
  ...[
    'created_by',
    'created_from',
    'credential_id',
    'risks',
    'needs_decision',
    'snoozed_until',
    'snooze_reason',
    'gone_at',
  ],
] as const;

/** A line of names, then one for each key; as many at once as are read at once. */
export async function* inventoryLines(batches: AsyncIterable<KeyInventoryItem[]>): AsyncGenerator<string> {
  yield csvLine(INVENTORY_COLUMNS);
  for await (const items of batches) {
    if (items.length > 0) yield items.map(lineOf).join('');
  }
}

/** Numbers as they are, what others wrote as text; nothing where it is unknown. */
function lineOf(item: KeyInventoryItem): string {
  const { owner, models_last_30_days: models, created_by: creator, snoozed } = item;
  const text = (value: string | null | undefined): string => textCell(value ?? '');
  const plain = (value: string | number | boolean | null | undefined): string => String(value ?? '');
  return csvLine([
    ...[text(item.organization_id), plain(item.kind), text(item.id), text(item.name), text(item.label)],
    ...[text(item.redacted_value), text(item.project_id), text(item.project_name), plain(item.is_production)],
    ...[text(owner?.type), text(owner?.id), text(owner?.name), text(owner?.email), plain(item.owner_has_access)],
    ...[text(scopesOf(item)), plain(item.created_at), plain(item.expires_at), plain(item.last_used_at)],
    ...[plain(item.cost_last_30_days), plain(item.cost_currency), plain(item.requests_last_30_days)],
    ...[text(models?.top.map(({ model }) => model).join(' ')), plain(models?.count)],
    ...[text(creator?.email ?? creator?.name ?? creator?.id), text(creator?.ip_address), text(item.credential_id)],
    ...[plain(item.risks.map(({ reason }) => reason).join(' ')), plain(item.needs_decision)],
    ...[plain(snoozed?.until), text(snoozed?.reason), plain(item.gone_at)],
  ]);
}

/** No scopes at all mean that all is allowed. */
function scopesOf({ scopes }: KeyInventoryItem): string | null {
  return scopes === null ? null : scopes.join(' ') || 'all';
}
