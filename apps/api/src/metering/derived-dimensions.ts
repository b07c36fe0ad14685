import { deriveFromLineItem, LINE_ITEM_FORMS_VERSION } from '@bursar/contract';
import type { DataSource } from 'typeorm';
import { IS_CHOSEN } from '../sync/feeds.store.js';

const BATCH = 5_000;

/**
 * Derives anew what an earlier version of Bursar derived by an earlier table of forms.
 *
 * Points and rollups stay as they are: a derived dimension is a name of a series, not of a number. Several servers may
 * do this at once; what one of them answered before is out of date.
 */
export async function deriveAnew(dataSource: DataSource): Promise<number> {
  let changed = 0;
  for (;;) {
    const series: { organization_id: number; id: string; line_item: string | null }[] = await dataSource.query(
      `SELECT organization_id, id, line_item FROM series WHERE derived_version < $1 LIMIT ${BATCH}`,
      [LINE_ITEM_FORMS_VERSION],
    );
    if (series.length === 0) return changed;
    const derived = series.map(({ line_item, ...key }) => ({ ...key, ...deriveFromLineItem(line_item) }));
    await dataSource.query(
      `WITH derived AS (
         UPDATE series s SET derived_model = given.model, derived_token_type = given.token_type, derived_version = $1
           FROM json_to_recordset($2::json) AS given(organization_id integer, id bigint, model text, token_type text)
          WHERE s.organization_id = given.organization_id AND s.id = given.id RETURNING s.organization_id
       ), chosen AS (
         SELECT organization_id, feed FROM feeds WHERE organization_id IN (SELECT organization_id FROM derived)
          ORDER BY organization_id, feed FOR UPDATE
       )
       UPDATE feeds SET revision = revision + 1 FROM chosen WHERE ${IS_CHOSEN}`,
      [LINE_ITEM_FORMS_VERSION, JSON.stringify(derived)],
    );
    changed += series.length;
  }
}
