/** What a backup holds: every table of ours, as Postgres itself describes them. */
import type { ClientBase } from 'pg';

export interface OwnTable {
  name: string;
  columns: string[];
  /** The column whose values Postgres hands out, if there is one. */
  identity: string | null;
}

export interface Partition {
  parent: string;
  name: string;
  /** As Postgres writes it: `FOR VALUES FROM ('…') TO ('…')`. */
  bounds: string;
}

/**
 * All tables with their columns, those that others refer to first.
 *
 * The list of migrations is not among them: it is the schema's, not the data's. Partitions stand for their table.
 */
export async function listOwnTables(client: ClientBase): Promise<OwnTable[]> {
  const { rows } = await client.query<OwnTable & { needs: string[] }>(`
    select c.relname as name,
      array_agg(a.attname::text order by a.attnum) as columns,
      min(a.attname::text) filter (where a.attidentity <> '') as identity,
      array(
        select distinct f.confrelid::regclass::text from pg_constraint f
        where f.contype = 'f' and f.conrelid = c.oid and f.confrelid <> c.oid
      ) as needs
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relpersistence = 'p' and c.relname <> 'migrations'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.oid, c.relname
    order by c.relname`);
  return inOrder(rows).map(({ name, columns, identity }) => ({ name, columns, identity }));
}

function inOrder<T extends { name: string; needs: string[] }>(tables: readonly T[]): T[] {
  const ordered: T[] = [];
  const waiting = new Set(tables);
  while (waiting.size > 0) {
    const names = [...waiting].map(({ name }) => name);
    const free = [...waiting].filter(({ needs }) => !needs.some((need) => names.includes(need)));
    if (free.length === 0) throw new Error(`The tables ${names.join(', ')} refer to each other in a circle.`);
    for (const table of free) waiting.delete(table);
    ordered.push(...free);
  }
  return ordered;
}

/** The partitions that exist: they are made as time goes on, not by migrations. */
export async function listPartitions(client: ClientBase): Promise<Partition[]> {
  const { rows } = await client.query<Partition>(`
    select parent.relname as parent, part.relname as name, pg_get_expr(part.relpartbound, part.oid) as bounds
    from pg_inherits i
      join pg_class part on part.oid = i.inhrelid
      join pg_class parent on parent.oid = i.inhparent
    where part.relispartition and part.relkind = 'r' and part.relnamespace = 'public'::regnamespace
    order by 1, 2`);
  return rows;
}

/** A name as SQL writes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
