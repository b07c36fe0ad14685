import type { DataSource } from 'typeorm';
import type { Span } from '../sync/spans.js';

export interface ReadingVersion {
  capability: string;
  organizationId: number;
  /** Another text as soon as a day of the range was read again. */
  version: string;
}

/** How the days of a range stand: of each capability and organization of which some day was read. */
export async function readVersions(
  dataSource: DataSource,
  capabilities: readonly string[],
  { start, end }: Span,
): Promise<ReadingVersion[]> {
  return dataSource.query(
    `SELECT capability, organization_id AS "organizationId",
            concat_ws('/', count(*), sum(extract(epoch FROM read_at)), sum(row_count)) AS version
       FROM readings WHERE capability = ANY ($1) AND width = '1d' AND is_base AND day >= $2 AND day < $3
      GROUP BY 1, 2 ORDER BY 1, 2`,
    [capabilities, new Date(start), new Date(end)],
  );
}
