import type { Width } from '@bursar/contract';
import type { DataSource } from 'typeorm';

/** Any number that no other user of this database locks. */
const PARTITION_LOCK = 7_240_551_308;

interface Partition {
  name: string;
  start: string;
  end: string;
}

export const pointsTable = (width: Width): string => `points_${width}`;

/** Makes the partitions that a window needs, before its rows arrive. */
export class Partitions {
  private readonly known = new Set<string>();

  constructor(private readonly dataSource: DataSource) {}

  async ensure(width: Width, start: Date, end: Date): Promise<void> {
    for (const partition of partitionsOf(width, start, end)) {
      if (this.known.has(partition.name)) continue;
      await this.make(pointsTable(width), partition);
      this.known.add(partition.name);
    }
  }

  /** Made apart and then attached: CREATE … PARTITION OF would wait for every reader of the table, and block the next. */
  private async make(parent: string, { name, start, end }: Partition): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
      const [found]: { present: boolean }[] = await manager.query('SELECT to_regclass($1) IS NOT NULL AS present', [name]);
      if (found?.present === true) return;
      await manager.query(`CREATE TABLE ${name} (LIKE ${parent})`);
      await manager.query(`ALTER TABLE ${parent} ATTACH PARTITION ${name} FOR VALUES FROM ('${start}') TO ('${end}')`);
    });
  }
}

/** Months for days and hours, days for minutes: small enough to be dropped by retention, few enough to plan over. */
function partitionsOf(width: Width, start: Date, end: Date): Partition[] {
  const step = width === '1m' ? { days: 1, digits: 10 } : { days: 0, digits: 7 };
  const floor = (at: Date, later = 0): Date =>
    step.days > 0
      ? new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + later))
      : new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + later, 1));
  const partitions: Partition[] = [];
  for (let from = floor(start); from < end; from = floor(from, 1)) {
    const suffix = from.toISOString().slice(0, step.digits).replaceAll('-', '_');
    const name = `${pointsTable(width)}_${suffix}`;
    partitions.push({ name, start: from.toISOString(), end: floor(from, 1).toISOString() });
  }
  return partitions;
}
