import { describe, expect, it } from '@jest/globals';
import { apiKeysAnswer, apiKeysQuery, type Problem, projectsAnswer } from '@bursar/contract';
import { writeCursor } from './cursor.js';
import { DirectoryStore } from './directory.store.js';
import { useFilledDirectory } from './testing/filled-directory.js';
import { rawProject } from './testing/listing-organization.js';

const directory = useFilledDirectory();
const { get, keyIds } = directory;

describe('pages', () => {
  it.each(apiKeysQuery.shape.sort.unwrap().options)(
    'by %s hold each key once, in the order of the whole list',
    async (sort) => {
      const whole = await keyIds(`include_gone=true&limit=1000&sort=${sort}`);
      expect(new Set(whole).size).toBe(directory.keyCount);
      for (const limit of [4, 31]) {
        const seen: string[] = [];
        let next: string | null = '';
        while (next !== null) {
          const cursor: string = next === '' ? '' : `&cursor=${next}`;
          const response = await get(`api-keys?include_gone=true&limit=${limit}&sort=${sort}${cursor}`).expect(200);
          const page = apiKeysAnswer.parse(response.body);
          expect(page.data.length).toBeLessThanOrEqual(limit);
          seen.push(...page.data.map(({ id }) => id));
          next = page.next_cursor;
        }
        expect(seen).toEqual(whole);
      }
    },
  );

  it.each(['last_used_at', '-last_used_at', 'name', '-name'])('by %s end with what has no value', async (sort) => {
    const { body } = await get(`api-keys?include_gone=true&limit=1000&sort=${sort}`).expect(200);
    const values = apiKeysAnswer.parse(body).data.map((key) => (sort.endsWith('name') ? key.name : key.last_used_at));
    const firstEmpty = values.indexOf(null);
    expect(firstEmpty).toBeGreaterThan(0);
    expect(values.slice(firstEmpty).every((value) => value === null)).toBe(true);
  });

  it('go on where they were although rows before and behind have changed', async () => {
    const { body } = await get('projects?limit=1&sort=-name').expect(200);
    const store = directory.app.get(DirectoryStore);
    await store.replaceList(directory.second.projects([rawProject('proj_c', { name: 'zzz' })]));
    const rest = await get(`projects?sort=-name&cursor=${body.next_cursor}`).expect(200);
    expect(projectsAnswer.parse(rest.body).data.map(({ id }) => id)).toEqual(['proj_b', 'proj_a', 'proj_odd']);
    await store.replaceList(directory.second.projects([rawProject('proj_c', { name: 'Gamma' })]));
  });

  it('by the longest name have a cursor that is accepted', async () => {
    const store = directory.app.get(DirectoryStore);
    const long = ['proj_l1', 'proj_l2'].map((id) => rawProject(id, { name: '語'.repeat(20_000) }));
    await store.replaceList(directory.second.projects([rawProject('proj_c', { name: 'Gamma' }), ...long]));
    const { body } = await get('projects?limit=5').expect(200);
    await get(`projects?limit=5&cursor=${body.next_cursor}`)
      .expect(200)
      .expect((answer) => expect(answer.body.data).toMatchObject([{ id: 'proj_l2' }]));
    for (const { id } of long) await store.markGone(directory.second.about('project', String(id)));
  });

  const good = { sort: 'name', value: 'alpha', id: 'proj_a', parentId: '', organizationId: 1 };
  it.each([
    ['that is no cursor', 'abc'],
    ['that is other JSON', Buffer.from('{"name":"x"}').toString('base64url')],
    ['of another sort', writeCursor({ ...good, sort: '-name' })],
    ['without a row', Buffer.from('["name","alpha",7,"",1]').toString('base64url')],
    ['with an organization beyond all numbers', writeCursor({ ...good, organizationId: 2 ** 40 })],
    ['that Postgres could not compare', writeCursor({ ...good, value: 'a\0b' })],
    ['empty', ''],
  ])('are refused after a cursor %s, by name', async (_, cursor) => {
    const response = await get(`projects?cursor=${cursor}`).expect(400);
    expect((response.body as Problem).errors).toMatchObject([{ parameter: 'cursor' }]);
  });

  it.each(['2026-13-45T00:00:00.000Z', '-000001-01-01T00:00:00.000Z', '0000-01-01T00:00:00.000Z', 'alpha'])(
    'by time are refused after the time %s',
    async (value) => {
      const cursor = writeCursor({ ...good, sort: 'created_at', value });
      await get(`projects?sort=created_at&cursor=${cursor}`).expect(400);
    },
  );
});
