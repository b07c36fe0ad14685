import { beforeAll, describe, expect, it } from '@jest/globals';
import { type ProjectDetail, projectDetail } from '@bursar/contract';
import { DirectoryStore } from './directory.store.js';
import { useFilledDirectory } from './testing/filled-directory.js';

const directory = useFilledDirectory();

const projectOf = async (id: string): Promise<ProjectDetail> =>
  projectDetail.parse((await directory.get(`projects/${id}`).expect(200)).body);

describe('the details of a project', () => {
  beforeAll(async () => {
    const store = directory.app.get(DirectoryStore);
    const limit = { id: 'spend_limit', object: 'project.spend_limit', threshold_amount: 12_345, currency: 'USD' };
    // What is in a complete list of the archived proj_b ends with it.
    for (const id of ['proj_a', 'proj_b']) await store.replaceList(directory.first.list('spend_limit', id, [limit]));
  });

  it('say when each of its lists was read, and nothing of those that never were', async () => {
    const { read_at } = await projectOf('proj_a');
    expect(read_at).toEqual({ api_key: '2026-11-01T00:00:00Z', spend_limit: '2026-11-01T00:00:00Z' });
  });

  it('give what was set last where the project is archived', async () => {
    const { settings } = await projectOf('proj_b');
    expect(settings.spend_limit).toMatchObject({ threshold: '123.45', gone_reason: 'project_archived' });
  });
});
