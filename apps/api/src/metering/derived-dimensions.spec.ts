import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeteringFixture } from './testing/metering-fixture.js';

let metering: MeteringFixture;
beforeAll(async () => {
  metering = await MeteringFixture.start();
});
afterAll(() => metering.stop());

const DAY = { start: '2026-10-01', end: '2026-10-02' };

describe('model and token type of costs', () => {
  it('are read from the line item, are null where it does not say, and group and filter like others', async () => {
    const items = ['gpt-6-astra-2026-08-01, cached input', 'gpt-6-astra-2026-08-01, output', 'Vector storage', null];
    const rows = items.map((item, index) => ({
      day: '2026-10-01',
      project: 'proj_a',
      item,
      amount: String(2 ** index),
    }));
    await metering.read({ ...DAY, readAt: '2026-11-01', rows });
    const { groups } = await metering.costs({ ...DAY, groupBy: ['model', 'token_type'] });
    expect(groups.map(({ key, attribution, total }) => [key['model'], key['token_type'], attribution, total])).toEqual([
      [null, null, 'none', '12'],
      ['gpt-6-astra-2026-08-01', 'output', 'named', '2'],
      ['gpt-6-astra-2026-08-01', 'cached input', 'named', '1'],
    ]);
    const cached = await metering.costs({ ...DAY, filters: new Map([['token_type', ['cached input']]]) });
    expect(cached.total).toBe('1');
  });

  it('are derived anew at the start after a newer table of forms, points untouched', async () => {
    const points = () => metering.query('SELECT xmin, * FROM points_1d ORDER BY series_id');
    const before = await points();
    const series = () =>
      metering.query('SELECT id, derived_model, derived_token_type, derived_version FROM series ORDER BY id');
    const derived = await series();
    await metering.query(`UPDATE series SET derived_model = 'old', derived_token_type = NULL, derived_version = 0`);
    await metering.store.onModuleInit();
    expect(await series()).toEqual(derived);
    expect(await points()).toEqual(before);
  });
});
