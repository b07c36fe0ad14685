import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, within } from '@testing-library/react';
import { choose, dialog, quickUser, sent } from '../../testing/acting.js';
import { personOf } from '../../testing/auth-answers.js';
import { ORGANIZATION } from '../../testing/ledger.js';
import { UNKNOWN } from '../../testing/management-answers.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));

describe('groups', () => {
  it('are created, renamed and deleted, the latter with their name typed', async () => {
    const user = quickUser();
    const { asked, bodies, container } = renderApp('/members?tab=groups');
    await screen.findByRole('table', { name: 'Groups' });
    expect(answer(container)).toBe('OpenAI lists 1 group.');
    await user.click(screen.getByRole('button', { name: 'Create a group' }));
    const make = await dialog('Create a group');
    await user.type(make.getByRole('textbox', { name: 'Name' }), 'Night');
    await user.type(make.getByRole('textbox', { name: 'Reason' }), 'new team{Enter}');
    await screen.findByText(/The group .*Night.* is created/);
    await choose(user, 'Night', 'Rename');
    const rename = await dialog(/Rename the group/);
    await user.type(rename.getByRole('textbox', { name: 'Name' }), 's');
    await user.type(rename.getByRole('textbox', { name: 'Reason' }), 'more of them{Enter}');
    await screen.findByText(/The group is called .*Nights.* now/);
    await choose(user, 'Nights', 'Delete');
    const remove = await dialog(/Delete the group/);
    await user.type(remove.getByRole('textbox', { name: 'Reason' }), 'nobody is in it');
    await user.type(remove.getByRole('textbox', { name: /to confirm/ }), 'Nights{Enter}');
    await screen.findByText(/The group .*Nights.* is deleted/);
    expect(bodies.slice(0, 2)).toEqual([
      { reason: 'new team', name: 'Night' },
      { reason: 'more of them', organization: ORGANIZATION, name: 'Nights' },
    ]);
    expect(sent(asked).at(-1)).toBe(
      `DELETE /api/v1/groups/group-Night?reason=nobody+is+in+it&organization=${ORGANIZATION}`,
    );
  });

  it('take members in and let them go, on a page of their own', async () => {
    const user = quickUser();
    const { asked, bodies, container } = renderApp('/groups/group_1');
    await user.click(await screen.findByRole('button', { name: 'Add a member' }));
    const add = await dialog(/Add a member to .*Platform/);
    await user.click(await add.findByRole('radio', { name: /Kenji Abe/ }));
    await user.type(add.getByRole('textbox', { name: 'Reason' }), 'joins{Enter}');
    await screen.findByText(/Kenji Abe.* is in the group now/);
    expect(bodies).toEqual([{ reason: 'joins', organization: ORGANIZATION, user_id: 'user-4' }]);
    const members = await screen.findByRole('table', { name: 'Members of the group' });
    expect(within(members).getByRole('rowheader', { name: /Kenji Abe/ })).toBeTruthy();
    expect(answer(container)).toBe('Platform has 1 member.');
    await choose(user, 'Kenji Abe', 'Remove from the group');
    const remove = await dialog(/Remove .*Kenji Abe.* from .*Platform/);
    await user.type(remove.getByRole('textbox', { name: 'Reason' }), 'left{Enter}');
    await screen.findByText(/Kenji Abe.* is no longer in the group/);
    expect(sent(asked).at(-1)).toBe(
      `DELETE /api/v1/groups/group_1/members/user-4?reason=left&organization=${ORGANIZATION}`,
    );
  });

  it('that are managed by SCIM say so and are to be read only', async () => {
    const { script } = renderApp('/groups/group_1');
    script.set('GET /api/v1/groups', [[200, { data: [{ ...GROUP, is_scim_managed: true }], next_cursor: null }]]);
    expect(await screen.findByText(/its members come from your identity provider/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Add a member|What can be done/ })).toBeNull();
  });

  it('can be read by who may not change them, and offer nothing', async () => {
    renderApp('/groups/group_1', 'full', { person: personOf('viewer') });
    await screen.findByRole('heading', { level: 1, name: 'Platform' });
    expect(screen.queryByRole('button', { name: /Add a member|What can be done/ })).toBeNull();
    expect(screen.getByRole('link', { name: 'Members', current: 'page' })).toBeTruthy();
  });

  it('that OpenAI does not list are said to be none', async () => {
    renderApp('/groups/group_none');
    await screen.findByRole('heading', { level: 1, name: 'OpenAI lists no such group' });
  });

  it('are not made twice where the answer was lost', async () => {
    const user = quickUser();
    const { asked, script } = renderApp('/members?tab=groups');
    script.set('POST /api/v1/groups', [[202, UNKNOWN]]);
    await user.click(await screen.findByRole('button', { name: 'Create a group' }));
    const make = await dialog('Create a group');
    await user.type(make.getByRole('textbox', { name: 'Name' }), 'Night');
    await user.type(make.getByRole('textbox', { name: 'Reason' }), 'new team{Enter}{Enter}');
    await make.findByText('What came of it is not certain');
    await user.keyboard('{Enter}');
    await make.findByText(/Not found when last looked for/);
    expect(sent(asked)).toEqual(['POST /api/v1/groups']);
  });
});

const GROUP = {
  id: 'group_1',
  object: 'group',
  name: 'Platform',
  created_at: '2025-02-03T00:00:00Z',
  group_type: 'group',
  organization_id: ORGANIZATION,
  first_seen_at: '2025-02-03T00:00:00Z',
  last_seen_at: '2026-11-21T14:00:00Z',
  gone_at: null,
  gone_reason: null,
};
