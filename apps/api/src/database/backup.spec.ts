import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { backUp } from './backup.js';
import { restore } from './restore.js';

let folder: string;
let file: string;
let source: TestDatabase;
let target: TestDatabase;

/** Everything that could be lost on the way: digits, line breaks, tabs, backslashes, the mark that ends a table. */
const NASTY = '\\.\nnull \\N \t "quoted" \u202e <img src=x onerror=1>';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bursar-backup-'));
  file = join(folder, 'backup.gz');
  [source, target] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const { dataSource } = source;
  await dataSource.query(`insert into organizations (openai_id, name, state) values ('org-1', $1, 'active')`, [NASTY]);
  await dataSource.query(
    `insert into series (organization_id, capability, reading, kind, identity, line_item)
     select 1, 'costs', 'project_id', 'base', gen_random_uuid(), $1 || n from generate_series(1, 2000) n`,
    [NASTY],
  );
  await dataSource.query(`
    create table points_1d_2026_10 partition of points_1d
    for values from ('2026-10-01T00:00:00Z') to ('2026-11-01T00:00:00Z')`);
  await dataSource.query(`
    insert into points_1d (organization_id, series_id, start, amount)
    select 1, n, '2026-10-05T00:00:00Z', -0.0000000000000000000000000000000001 * n from generate_series(1, 2000) n`);
});

afterEach(async () => {
  await Promise.all([source.drop(), target.drop()]);
  rmSync(folder, { recursive: true });
});

const contents = async ({ dataSource }: TestDatabase) => ({
  organizations: await dataSource.query('select * from organizations'),
  series: await dataSource.query('select * from series order by id'),
  points: await dataSource.query('select * from points_1d order by series_id'),
});

describe('a backup', () => {
  it('restores every row and digit into an empty database', async () => {
    const counts = await backUp(source.url, file);
    expect(counts).toMatchObject({ organizations: 1, series: 2000, points_1d: 2000, feeds: 0 });
    expect(await restore(target.url, file)).toEqual(counts);
    expect(await contents(target)).toEqual(await contents(source));
  });

  it('lets ids go on where they were', async () => {
    await backUp(source.url, file);
    await restore(target.url, file);
    const [row] = await target.dataSource.query(`insert into organizations (name) values ('second') returning id`);
    expect(row.id).toBe(2);
  });

  it('is readable by its owner only, and leaves nothing beside it', async () => {
    await backUp(source.url, file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['backup.gz']);
  });

  it('that cannot be finished leaves the earlier one as it was', async () => {
    writeFileSync(file, 'the earlier one');
    await source.dataSource.query('alter table points_1d rename column amount to renamed');
    await source.dataSource.query('drop table migrations');
    await source.dataSource.query('create table migrations (id int)');
    await expect(backUp(source.url, file)).rejects.toThrow(/name/);
    expect(readdirSync(folder)).toEqual(['backup.gz']);
    expect(readFileSync(file, 'utf8')).toBe('the earlier one');
  });
});

describe('restoring is refused', () => {
  const untouched = async () => {
    expect(await target.dataSource.query('select count(*)::int as n from organizations')).toEqual([{ n: 0 }]);
  };

  it('into a database that has rows', async () => {
    await backUp(source.url, file);
    await expect(restore(source.url, file)).rejects.toThrow(/not empty \(organizations has rows\)/);
  });

  it('into another version of the schema', async () => {
    await backUp(source.url, file);
    await target.dataSource.query(`insert into migrations (timestamp, name) values (9, 'one more')`);
    await expect(restore(target.url, file)).rejects.toThrow(/up to "one more"\. Restore with the version/);
    await untouched();
  });

  it('from a file that was cut, in the compressed or in the plain', async () => {
    await backUp(source.url, file);
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, whole.length - 100));
    await expect(restore(target.url, file)).rejects.toThrow(/cannot be read as a backup|cut off/);
    const lines = gunzipSync(whole).toString('utf8').split('\n');
    writeFileSync(file, gzipSync(lines.slice(0, -2).join('\n') + '\n'));
    await expect(restore(target.url, file)).rejects.toThrow(/is cut off/);
    await untouched();
  });

  it('from a file that lost a row', async () => {
    await backUp(source.url, file);
    const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
    const rows = lines.findIndex((line) => line.startsWith('{"table":"points_1d"'));
    writeFileSync(file, gzipSync(lines.toSpliced(rows + 1, 1).join('\n')));
    await expect(restore(target.url, file)).rejects.toThrow(/promises 2000 rows of points_1d and holds 1999/);
    await untouched();
  });

  it('from something else', async () => {
    await expect(restore(target.url, join(folder, 'nowhere'))).rejects.toThrow(/ENOENT/);
    writeFileSync(file, 'not compressed');
    await expect(restore(target.url, file)).rejects.toThrow(/Z_DATA_ERROR/);
    writeFileSync(file, gzipSync('{"hello":1}\n'));
    await expect(restore(target.url, file)).rejects.toThrow(/not a backup of Bursar/);
  });
});
