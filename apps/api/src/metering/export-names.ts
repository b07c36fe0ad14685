import type { PoolClient } from 'pg';
import type { ExportCell } from './export-cells.js';
import type { Key } from './facts-sql.js';
import { readLabelsOf } from './labels.js';
import type { SeenOrganization } from './stored-context.js';

/** Beyond so many, names are forgotten and asked for again: ids come in order, so that it is rarely the same one. */
const MOST_KEPT = 20_000;

/** Whether values of a dimension have a name beside themselves. */
export const isNamed = (key: Key): boolean => key.endsWith('_id');

/** Names of ids, each asked for once. */
export class ExportNames {
  private readonly known: Map<string, string | null>[];

  constructor(
    private readonly client: PoolClient,
    private readonly groupBy: readonly Key[],
    private readonly within: { organizationIds: readonly number[]; organizations: readonly SeenOrganization[] },
  ) {
    this.known = groupBy.map(() => new Map());
  }

  /** Before the names of these cells are asked for. */
  async learn(cells: readonly ExportCell[]): Promise<void> {
    for (const [index, key] of this.groupBy.entries()) {
      const known = this.known[index];
      if (known === undefined || !isNamed(key)) continue;
      if (known.size > MOST_KEPT) known.clear();
      const ids = cells.map(({ keys }) => keys[index]?.value ?? null).filter((id) => id !== null && !known.has(id));
      const values = [...new Set(ids)].filter((id) => id !== null);
      if (values.length === 0) continue;
      const names = await readLabelsOf(this.client, { key, values }, this.within);
      for (const id of values) known.set(id, names.get(id) ?? null);
    }
  }

  /** Null where there is none. */
  nameOf(index: number, id: string | null): string | null {
    return id === null ? null : (this.known[index]?.get(id) ?? null);
  }
}
