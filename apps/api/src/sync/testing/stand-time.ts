/** One time for a whole stand: its database, its simulator and the paces of its engines. */
import type { Clock as SimulatorClock } from '@bursar/openai-admin-simulator';
import type { DatabaseClock } from '../../testing/database-clock.js';
import type { TestDatabase } from '../../testing/test-database.js';
import { TestTime } from '../../testing/test-time.js';
import { LEASE_SECONDS } from '../claims.store.js';
import type { SyncService } from '../sync.service.js';

/** How often the engines look for feeds that are due. */
const LOOK_MS = 5_000;

export class StandTime extends TestTime {
  readonly engines = new Set<SyncService>();

  /** Lets time go on while engines look for what is due, as their schedule does. */
  async play(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += LOOK_MS) {
      for (const engine of this.engines) await engine.startDue();
      await this.advance(Math.min(LOOK_MS, ms - passed));
    }
  }
}

/**
 * Time stands still while a statement or a request is under way.
 *
 * Leases are prolonged by heartbeats in real time, of which there are none between two moments of this one: whoever is
 * alive is taken to have prolonged his.
 */
export function createStandTime(
  { dataSource }: TestDatabase,
  clock: DatabaseClock,
  simulator: SimulatorClock,
): StandTime {
  const together: DatabaseClock = {
    now: () => clock.now(),
    async set(at) {
      const owners = [...time.engines].map((engine) => engine.owner);
      simulator.set(at);
      await clock.set(at);
      await dataSource.query(
        `UPDATE feeds SET lease_until = now() + make_interval(secs => $2) WHERE lease_owner = ANY ($1)`,
        [owners, LEASE_SECONDS],
      );
    },
  };
  const isIdle = async (): Promise<boolean> => {
    const [busy]: { count: number }[] = await dataSource.query(
      `SELECT count(*)::integer AS count FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
          AND wait_event IS DISTINCT FROM 'ClientRead'`,
    );
    return busy?.count === 0;
  };
  const time = new StandTime(together, isIdle);
  return time;
}
