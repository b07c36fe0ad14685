import { beforeAll, describe, expect, it } from '@jest/globals';
import i18next from 'i18next';
import { startWords } from '../../lib/i18n/index.js';
import type { Group } from './answers.js';
import { groupName } from './group-names.js';

beforeAll(() => void startWords());

const group = (key: Group['key'], label: string | null, attribution: Group['attribution'] = 'named'): Group => ({
  key,
  label,
  attribution,
  total: '0',
});

describe('a group is called', () => {
  it.each([
    ['Total', group({}, null)],
    ['Search', group({ project_id: 'proj_a' }, 'Search')],
    ['proj_b', group({ project_id: 'proj_b' }, null)],
    ['Search \u00B7 Ada', group({ project_id: 'proj_a', user_id: 'user-1' }, 'Search \u00B7 Ada')],
    ['proj_b \u00B7 user-2', group({ project_id: 'proj_b', user_id: 'user-2' }, null)],
    ['No project \u00B7 Ada', group({ project_id: null, user_id: 'user-1' }, 'Ada', 'none')],
    ['No project \u00B7 user-2', group({ project_id: null, user_id: 'user-2' }, null, 'none')],
    ['Not attributed to any member', group({ user_id: null }, null, 'unattributed')],
    ['Search \u00B7 Not read by API key', group({ project_id: 'proj_a', api_key_id: null }, 'Search', 'not_collected')],
    ['No project \u00B7 No member (not attributed)', group({ project_id: null, user_id: null }, null, 'unattributed')],
  ])('%s', (name, named) => expect(groupName(named, i18next.t)).toBe(name));
});
