/** Hours and minutes have an end; what is dropped or thinned is said to be so (cases 66 and 78). */
import { afterEach, describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from '@bursar/contract';
import { FULL_SCOPE } from '../http/scope.js';
import { ReportStore } from '../metering/report.store.js';
import type { Report, ReportQuestion } from '../metering/report-shape.js';
import { startStand, type SyncStand, TINY } from './testing/sync-stand.js';

const { completions } = CAPABILITIES;
const DAY_MS = 86_400_000;

let stand: SyncStand;
afterEach(() => stand.close());

async function start(now: string, collected: ('1h' | '1m')[]): Promise<void> {
  stand = await startStand({
    simulator: { ...TINY, now: new Date(now), usageLagMinutes: 0 },
    engine: { backfillMonths: 1, capabilities: { completions: { ...completions, collected } } },
  });
  // The first look at the minutes may come before anything says that they are used.
  await stand.collect();
  await stand.makeDue('usage-1m/completions');
  await stand.engine.sync.runUntilIdle();
}

function usage(start: string, end: string, question: Partial<ReportQuestion>): Promise<Report> {
  const asked = { capability: 'completions', bucket: 'hour', groupBy: [], filters: new Map(), without: [], limit: 100 };
  const range = { start: Date.parse(start), end: Date.parse(end) };
  return stand.engine.module
    .get(ReportStore)
    .report({ ...(asked as object), range, ...question } as ReportQuestion, FULL_SCOPE);
}

const partitions = async (width: string): Promise<string[]> => {
  const rows = await stand.query<{ name: string }>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::regclass ORDER BY 1`,
    `points_${width}`,
  );
  return rows.map(({ name }) => name);
};

describe('minutes', () => {
  it('are kept for three days and the running one, and dropped by the day', async () => {
    await start('2026-01-08T09:30:00Z', ['1h', '1m']);
    expect(await partitions('1m')).toEqual(['05', '06', '07', '08'].map((day) => `points_1m_2026_01_${day}`));
    stand.simulator.clock.advance(2 * DAY_MS);
    await stand.collect();
    expect(await partitions('1m')).toEqual(['07', '08', '09', '10'].map((day) => `points_1m_2026_01_${day}`));
    const { feeds } = await stand.engine.status.read(FULL_SCOPE);
    const minutes = feeds.find(({ feed }) => feed === 'usage-1m/completions');
    expect(minutes?.coverage).toEqual([{ start: '2026-01-07T00:00:00Z', end: '2026-01-10T09:30:00Z' }]);
    const gone = await usage('2026-01-06T10:00:00Z', '2026-01-06T10:02:00Z', { bucket: 'minute' });
    expect([gone.total, gone.completeness.gaps[0]?.reason]).toEqual(['0', 'before_history']);
  });
});

describe('minutes of a feed that reads nothing at present', () => {
  const FEEDS = ['usage-1m/embeddings', 'usage-1m/moderations'];

  /** A quiet feed reads its minutes when a person asks, and goes on once it has found some. */
  const use = async (...events: [capability: string, at: string][]): Promise<void> => {
    for (const [capability, at] of events) {
      const dimensions = { project_id: 'proj_a', model: 'model-a' };
      stand.simulator.addEvent({ at: new Date(at), capability, dimensions, measures: { num_model_requests: 5 } });
    }
    await stand.query(
      `INSERT INTO runs (organization_id, feed, trigger, purpose, state)
       SELECT organization_id, feed, 'person', 'live', 'queued' FROM feeds WHERE feed = ANY ($1) AND paused_at IS NULL`,
      FEEDS,
    );
    await stand.engine.sync.runUntilIdle();
    await stand.makeDue(...FEEDS);
    await stand.engine.sync.runUntilIdle();
  };

  it('are said to be gone when another feed has dropped them', async () => {
    const { embeddings, moderations } = CAPABILITIES;
    stand = await startStand({
      simulator: { ...TINY, now: new Date('2026-01-08T09:30:00Z'), usageLagMinutes: 0 },
      engine: {
        backfillMonths: 1,
        capabilities: {
          embeddings: { ...embeddings, collected: ['1m'] },
          moderations: { ...moderations, collected: ['1m'] },
        },
      },
    });
    await stand.collect();
    await use(['embeddings', '2026-01-08T09:20:00Z'], ['moderations', '2026-01-08T09:20:00Z']);
    const starts = async (): Promise<unknown> => {
      const feeds = await stand.query<{ start: Date }>(
        `SELECT lower(coverage) AS start FROM feeds WHERE feed = ANY ($1) ORDER BY feed`,
        FEEDS,
      );
      return feeds.map(({ start }) => start);
    };
    expect(await starts()).toEqual([new Date('2026-01-05'), new Date('2026-01-05')]);
    await stand.query(`UPDATE feeds SET paused_at = now(), pause_reason = 'quiet' WHERE feed = $1`, FEEDS[1]);
    stand.simulator.clock.advance(2 * DAY_MS);
    await use(['embeddings', '2026-01-10T09:20:00Z']);
    expect(await starts()).toEqual([new Date('2026-01-07'), new Date('2026-01-07')]);
    expect(await stand.query(`SELECT 1 FROM readings WHERE width = '1m' AND day < '2026-01-07'`)).toEqual([]);
  });
});

describe('hours', () => {
  it('are kept by project alone after 90 days, with the same sums', async () => {
    await start('2025-11-20T09:30:00Z', ['1h']);
    const day = ['2025-11-10', '2025-11-11'] as const;
    const before = await usage(...day, { groupBy: ['project_id'] });
    expect((await usage(...day, { groupBy: ['model'] })).groups[0]?.attribution).toBe('named');
    stand.simulator.clock.advance(83 * DAY_MS);
    // A month of days at each turn.
    await stand.collect();
    await stand.collect();
    const after = await usage(...day, { groupBy: ['project_id'] });
    expect([after.groups, after.points]).toEqual([before.groups, before.points]);
    const byModel = await usage(...day, { groupBy: ['model'] });
    expect(byModel.groups).toMatchObject([{ attribution: 'not_collected', total: before.total }]);
    const filtered = await usage(...day, { filters: new Map([['model', ['gpt-6']]]) });
    expect(filtered.completeness.gaps).toMatchObject([{ reason: 'dimension_not_collected' }]);
    expect((await usage('2025-11-15', '2025-11-16', { groupBy: ['model'] })).groups[0]?.attribution).toBe('named');
  });

  it.each([
    ['forward in America, then in Europe', '2026-03-30T01:30:00Z', '2026-03-07'],
    ['back in Europe, then in America', '2026-11-02T01:30:00Z', '2026-10-24'],
  ])('are 24 for every UTC day of the weeks in which clocks go %s (case 78)', async (_, now, first) => {
    await start(now, ['1h']);
    const yesterday = Date.parse(now.slice(0, 10)) - DAY_MS;
    const starts: string[] = [];
    for (let day = Date.parse(first); day <= yesterday; day += DAY_MS) {
      const hours = await usage(new Date(day).toISOString(), new Date(day + DAY_MS).toISOString(), {});
      starts.push(...hours.buckets.map(({ start: at }) => at));
      expect([hours.points.length, hours.completeness.gaps]).toEqual([24, []]);
      expect(hours.completeness.state).toBe(day === yesterday ? 'provisional' : 'final');
    }
    const count = (yesterday + DAY_MS - Date.parse(first)) / 3_600_000;
    expect(starts).toEqual(
      Array.from({ length: count }, (__, hour) =>
        new Date(Date.parse(first) + hour * 3_600_000).toISOString().replace('.000Z', 'Z'),
      ),
    );
  });
});

describe('an hour that changes after it was read', () => {
  const event = (at: string) => ({
    at: new Date(at),
    capability: 'completions',
    dimensions: { project_id: 'proj_late', model: 'gpt-6', batch: 'false' },
    measures: { num_model_requests: 5 },
  });
  const late = async (): Promise<string | undefined> => {
    const report = await usage('2026-01-08T00:00:00Z', '2026-01-09T00:00:00Z', {
      measure: 'num_model_requests',
      filters: new Map([['project_id', ['proj_late']]]),
    });
    return report.total;
  };

  it('is read again for three hours, also over a pause of the server (case 66)', async () => {
    await start('2026-01-08T09:30:00Z', ['1h']);
    stand.simulator.addEvent(event('2026-01-08T08:10:00Z'));
    stand.simulator.clock.advance(6 * 3_600_000);
    await stand.collect();
    expect(await late()).toBe('5');
    stand.simulator.addEvent(event('2026-01-08T14:10:00Z'));
    await stand.collect();
    await stand.collect();
    expect(await late()).toBe('10');
  });

  it('is read with its whole day when OpenAI refuses a dimension meanwhile, and counts once', async () => {
    await start('2026-01-08T09:30:00Z', ['1h']);
    const before = await usage('2026-01-08T00:00:00Z', '2026-01-08T06:00:00Z', {});
    stand.simulator.faults.add({ kind: 'refuse-dimensions', dimensions: ['api_source'] });
    await stand.collect();
    expect((await usage('2026-01-08T00:00:00Z', '2026-01-08T06:00:00Z', {})).total).toBe(before.total);
    expect(
      await stand.query(`SELECT count(*)::integer AS count FROM readings WHERE is_base AND day = '2026-01-08'`),
    ).toEqual([{ count: 1 }]);
    const { feeds } = await stand.engine.status.read(FULL_SCOPE);
    expect(feeds.at(-1)?.notes[0]).toContain('api_source');
  });
});

describe('audit events', () => {
  const eventsBefore = async (day: string): Promise<number> =>
    (await stand.query('SELECT 1 FROM audit_events WHERE effective_at < $1', new Date(day))).length;
  const asked = (): number =>
    stand.simulator.requests.entries.filter(({ path }) => path === '/organization/audit_logs').length;

  it('are kept for as many months as are set, are not read again, and come back when the setting goes', async () => {
    stand = await startStand({ simulator: { ...TINY, now: new Date('2026-01-08T09:30:00Z') } });
    for (const day of ['2025-06-01', '2025-10-31', '2025-11-01', '2025-12-24']) {
      stand.simulator.auditLog.inject({ type: 'login.succeeded', effectiveAt: new Date(`${day}T12:00:00Z`) });
    }
    await stand.collect();
    const all = await eventsBefore('2027-01-01');
    const old = await eventsBefore('2025-11-01');
    expect(old).toBeGreaterThanOrEqual(2);

    const forgetful = await stand.start({ auditMonths: 2 });
    // Once a day: a server that has tidied today does not look again.
    stand.simulator.clock.advance(DAY_MS);
    await stand.collect(forgetful);
    expect(await eventsBefore('2025-11-01')).toBe(0);
    expect(await eventsBefore('2027-01-01')).toBeGreaterThanOrEqual(all - old);
    const { feeds } = await forgetful.status.read(FULL_SCOPE);
    for (const name of ['audit-log', 'audit-log/tenant']) {
      const log = feeds.find(({ feed }) => feed === name);
      expect([log?.coverage.length, log?.coverage[0]?.start, log?.gaps, log?.backfill]).toEqual([
        1,
        '2025-11-01T00:00:00Z',
        [],
        null,
      ]);
    }

    const before = asked();
    await stand.collect(forgetful);
    // The newest minutes of both logs, and nothing of what was deleted.
    expect(asked() - before).toBe(2);
    expect(await eventsBefore('2025-11-01')).toBe(0);

    await forgetful.stop();
    await stand.collect();
    expect(await eventsBefore('2025-11-01')).toBe(old);
  });
});
