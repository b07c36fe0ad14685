import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FULL_SCOPE } from '../http/scope.js';
import { askPrepared } from './prepared-questions.js';
import { inConnection, inSnapshot } from './snapshot.js';
import { MeteringFixture } from './testing/metering-fixture.js';

let metering: MeteringFixture;
beforeAll(async () => {
  metering = await MeteringFixture.start();
});
afterAll(() => metering.stop());

const PREPARED = 'SELECT count(*)::integer AS count FROM pg_prepared_statements WHERE statement LIKE $1';

describe('a question that is asked again', () => {
  it('is prepared once on a connection, whatever its values', async () => {
    await inConnection(metering.database.dataSource, async (client) => {
      for (const value of [1, 2, 3]) {
        const { rows } = await askPrepared<{ told: number }>(client, 'SELECT $1::integer AS told', [value]);
        expect(rows).toEqual([{ told: value }]);
      }
      expect((await client.query(PREPARED, ['SELECT $1::integer AS told'])).rows).toEqual([{ count: 1 }]);
    });
  });

  it('is answered as well when the connection has prepared all that it keeps', async () => {
    await inConnection(metering.database.dataSource, async (client) => {
      for (let number = 0; number < 60; number++) {
        const { rows } = await askPrepared(client, `SELECT $1::integer AS column_${number}`, [number]);
        expect(rows).toEqual([{ [`column_${number}`]: number }]);
      }
      const { rows } = await client.query<{ count: number }>(PREPARED, ['SELECT $1::integer AS column_%']);
      expect(rows[0]?.count).toBeGreaterThan(30);
      expect(rows[0]?.count).toBeLessThanOrEqual(40);
    });
  });
});

describe('a question about facts', () => {
  it('is planned with its values after the context was read', async () => {
    const shown = inSnapshot(metering.database.dataSource, async (client) => {
      await metering.costsWithin(client, { start: '2026-10-01', end: '2026-11-01' }, FULL_SCOPE);
      return (await client.query('SHOW plan_cache_mode')).rows;
    });
    expect(await shown).toEqual([{ plan_cache_mode: 'force_custom_plan' }]);
  });
});
