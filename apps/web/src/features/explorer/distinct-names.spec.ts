import { describe, expect, it } from '@jest/globals';
import type { Group } from './answers.js';
import { distinctNames } from './distinct-names.js';

const group = (key: Group['key'], label: string): Group => ({ key, label, attribution: 'named', total: '0' });
const labelOf = ({ label }: Group): string => label ?? '';

describe('names of groups', () => {
  it('stay as they are where each is the only one of its name, however often it is shown', () => {
    const search = group({ project_id: 'proj_a' }, 'Search');
    const nameOf = distinctNames(labelOf, [search, { ...search }, group({ project_id: 'proj_b' }, 'Chat')]);
    expect(nameOf(search)).toBe('Search');
  });

  it('tell apart those of one name by the end of the id in which they differ', () => {
    const alike = [
      group({ project_id: 'proj_1111', model: 'gpt' }, 'Search \u00B7 gpt'),
      group({ project_id: 'proj_2222', model: 'gpt' }, 'Search \u00B7 gpt'),
      group({ project_id: 'proj_2222', model: 'o5' }, 'Search \u00B7 o5'),
    ];
    expect(alike.map(distinctNames(labelOf, alike))).toEqual([
      'Search \u00B7 gpt (\u20261111)',
      'Search \u00B7 gpt (\u20262222)',
      'Search \u00B7 o5',
    ]);
  });
});
