import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { choose, dialog, quickUser, sent } from '../../testing/acting.js';
import { personOf } from '../../testing/auth-answers.js';
import { refused, UNKNOWN } from '../../testing/management-answers.js';
import { ORGANIZATION } from '../../testing/ledger.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const table = () => screen.findByRole('table', { name: 'Members with the spend of the keys they own' });

describe('inviting', () => {
  it('takes one or many addresses as they are pasted, one call each, and says how many', async () => {
    const user = quickUser();
    const { asked, bodies } = renderApp('/members');
    await user.click(await screen.findByRole('button', { name: 'Invite members' }));
    const form = await dialog('Invite members');
    const addresses = form.getByRole('textbox', { name: 'Mail addresses' });
    await user.click(addresses);
    await user.paste('Ada Byron <ada@acme.example>, bo@acme.example;\nADA@acme.example ceo');
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'new team');
    await user.click(form.getByRole('button', { name: 'Send 2 invites' }));
    expect(form.getByText('This is no mail address: \u2068ceo\u2069')).toBeTruthy();
    expect(sent(asked)).toEqual([]);
    await user.clear(addresses);
    await user.paste('ada@acme.example bo@acme.example');
    await user.click(form.getByRole('radio', { name: /^None/ }));
    await user.click(form.getByRole('button', { name: 'Send 2 invites' }));
    expect(await screen.findByText('2 invites are sent')).toBeTruthy();
    expect(sent(asked)).toEqual(['POST /api/v1/invites', 'POST /api/v1/invites']);
    const rest = { reason: 'new team', role: 'reader', projects: [] };
    expect(bodies).toEqual([
      { ...rest, email: 'ada@acme.example' },
      { ...rest, email: 'bo@acme.example' },
    ]);
  });

  it('joins chosen projects with a role in each', async () => {
    const user = quickUser();
    const { bodies } = renderApp('/members');
    await user.click(await screen.findByRole('button', { name: 'Invite members' }));
    const form = await dialog('Invite members');
    await user.click(form.getByRole('textbox', { name: 'Mail addresses' }));
    await user.paste('ada@acme.example');
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'new team');
    await user.click(form.getByRole('radio', { name: /^Some/ }));
    await user.click(form.getByRole('button', { name: 'Send 1 invite' }));
    expect(form.getByText('Choose at least one project.')).toBeTruthy();
    await user.click(await form.findByRole('checkbox', { name: 'Fleet Planner' }));
    await user.selectOptions(form.getByRole('combobox', { name: 'Role in \u2068Fleet Planner\u2069' }), 'owner');
    await user.click(form.getByRole('button', { name: 'Send 1 invite' }));
    await screen.findByText('1 invite is sent');
    expect(bodies).toEqual([
      { reason: 'new team', role: 'reader', projects: [{ id: 'proj_1', role: 'owner' }], email: 'ada@acme.example' },
    ]);
  });

  it('says what OpenAI refused beside whom, and tries only that again', async () => {
    const user = quickUser();
    const { asked, script } = renderApp('/members');
    script.set('POST /api/v1/invites', [refused('ada@acme.example is already a member.')]);
    await user.click(await screen.findByRole('button', { name: 'Invite members' }));
    const form = await dialog('Invite members');
    await user.click(form.getByRole('textbox', { name: 'Mail addresses' }));
    await user.paste('ada@acme.example bo@acme.example');
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'new team');
    await user.click(form.getByRole('button', { name: 'Send 2 invites' }));
    const row = await form.findByRole('row', { name: /ada@acme.example/ });
    await waitFor(() => expect(textOf(row)).toContain('already a member'));
    expect(textOf(form.getByRole('row', { name: /bo@acme.example/ }))).toContain('done');
    await user.click(form.getByRole('button', { name: 'Try the 1 that failed again' }));
    await screen.findByText('2 invites are sent');
    expect(sent(asked)).toHaveLength(3);
  });

  it('never sends again what nobody knows of', async () => {
    const user = quickUser();
    const { asked, script } = renderApp('/members');
    script.set('POST /api/v1/invites', ['lost', [202, UNKNOWN]]);
    await user.click(await screen.findByRole('button', { name: 'Invite members' }));
    const form = await dialog('Invite members');
    await user.click(form.getByRole('textbox', { name: 'Mail addresses' }));
    await user.paste('ada@acme.example bo@acme.example');
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'new team');
    await user.click(form.getByRole('button', { name: 'Send 2 invites' }));
    await form.findByText(/Of 2 nobody knows whether it was done/);
    expect(form.queryByRole('button', { name: /again/ })).toBeNull();
    expect(sent(asked)).toHaveLength(2);
  });
});

describe('invites', () => {
  it('makes a new invite of one that has expired, with what the old one said', async () => {
    const user = quickUser();
    const { bodies } = renderApp('/members?tab=invites');
    await choose(user, 'late@acme.example', 'Invite again');
    const form = await dialog(/Invite .*late@acme\.example.* again/);
    expect(form.getByText(/this is a new one/)).toBeTruthy();
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'asked for it');
    await user.click(form.getByRole('button', { name: 'Send 1 invite' }));
    await screen.findByText('1 invite is sent');
    expect(bodies).toEqual([
      { reason: 'asked for it', organization: ORGANIZATION, role: 'reader', projects: [], email: 'late@acme.example' },
    ]);
  });

  it('takes a pending one back, and offers nothing for one that was accepted', async () => {
    const user = quickUser();
    const { asked } = renderApp('/members?tab=invites');
    await choose(user, 'waiting@acme.example', 'Take the invite back');
    const form = await dialog(/Take the invite of/);
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'left{Enter}');
    await screen.findByText(/The invite of .*waiting@acme\.example.* is taken back/);
    expect(sent(asked)).toEqual([`DELETE /api/v1/invites/waiting?reason=left&organization=${ORGANIZATION}`]);
    expect(screen.queryByRole('button', { name: /What can be done with .*joined@/ })).toBeNull();
  });

  it('says in OpenAI\u2019s words why it refused', async () => {
    const user = quickUser();
    const { script } = renderApp('/members?tab=invites');
    script.set('DELETE /api/v1/invites/waiting', [refused('The invite was already accepted.')]);
    await choose(user, 'waiting@acme.example', 'Take the invite back');
    const form = await dialog(/Take the invite of/);
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'left{Enter}');
    const alert = await form.findByRole('alert');
    expect(textOf(alert).match(/OpenAI refused it/g)).toHaveLength(1);
    expect(textOf(alert)).toContain('The invite was already accepted.');
  });
});

describe('members', () => {
  it('changes a role, once, whatever is pressed', async () => {
    const user = quickUser();
    const { asked, bodies } = renderApp('/members');
    await table();
    await choose(user, 'Kenji Abe', 'Change the role');
    const form = await dialog(/Change the role of/);
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'leads now');
    await user.click(form.getByRole('button', { name: 'Change the role' }));
    expect(form.getByText(/This is the role that they have/)).toBeTruthy();
    await user.click(form.getByRole('radio', { name: /^owner/ }));
    await user.dblClick(form.getByRole('button', { name: 'Change the role' }));
    await screen.findByText(/Kenji Abe.* is .*owner.* now/);
    expect(sent(asked)).toEqual(['PATCH /api/v1/members/user-4']);
    expect(bodies).toEqual([{ reason: 'leads now', organization: ORGANIZATION, role: 'owner' }]);
    await waitFor(async () =>
      expect(textOf(within(await table()).getByRole('row', { name: /Kenji Abe/ }))).toContain('owner'),
    );
  });

  it('asks for a reason that is one before it removes somebody, the focus on the way out', async () => {
    const user = quickUser();
    const { asked } = renderApp('/members');
    await table();
    await choose(user, 'Kenji Abe', 'Remove from the organization');
    const form = await dialog(/Remove .*Kenji Abe.* from the organization/);
    expect(form.getByText(/They own 5 keys, which may end with them/)).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(form.getByRole('button', { name: 'Cancel' })));
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'left');
    await user.click(form.getByRole('button', { name: 'Remove them' }));
    expect(form.getByText('Say it in at least 10 characters.')).toBeTruthy();
    expect(sent(asked)).toEqual([]);
    await user.type(form.getByRole('textbox', { name: 'Reason' }), ' the company{Enter}');
    await screen.findByText(/Kenji Abe.* is removed/);
    expect(sent(asked)).toEqual([`DELETE /api/v1/members/user-4?reason=left+the+company&organization=${ORGANIZATION}`]);
    await waitFor(() => expect(screen.queryByRole('row', { name: /Kenji Abe/ })).toBeNull());
  });

  it('says what is known where an answer was lost, looks again, and never sends twice', async () => {
    const user = quickUser();
    const { asked, script } = renderApp('/members');
    script.set('PATCH /api/v1/members/user-4', [[202, UNKNOWN]]);
    await table();
    await choose(user, 'Kenji Abe', 'Change the role');
    const form = await dialog(/Change the role of/);
    await user.click(form.getByRole('radio', { name: /^owner/ }));
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'leads now{Enter}');
    await form.findByText('What came of it is not certain');
    expect(form.getByText(/the list could not be read either/)).toBeTruthy();
    expect(form.queryByRole('textbox')).toBeNull();
    await user.click(form.getByRole('button', { name: 'Look again' }));
    await waitFor(() => expect(asked.some((each) => each.includes('members?id=user-4'))).toBe(true));
    expect(sent(asked)).toHaveLength(1);
  });

  it('finds by looking again that it was done after all', async () => {
    const user = quickUser();
    const { script, transport } = renderApp('/members');
    script.set('PATCH /api/v1/members/user-4', ['lost']);
    await table();
    await choose(user, 'Kenji Abe', 'Change the role');
    const form = await dialog(/Change the role of/);
    await user.click(form.getByRole('radio', { name: /^owner/ }));
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'leads now{Enter}');
    await form.findByText(/The answer did not arrive here/);
    // What the lost call did at OpenAI.
    await transport('/api/v1/members/user-4', { method: 'PATCH', body: JSON.stringify({ role: 'owner' }) });
    await user.click(form.getByRole('button', { name: 'Look again' }));
    await screen.findByText(/Kenji Abe.* is .*owner.* now/);
  });

  it('does one thing to many: a preview, those left out, a result for each', async () => {
    const user = quickUser();
    const { asked, script } = renderApp('/members');
    script.set('PATCH /api/v1/members/user-1', [refused('An organization must have at least one owner.')]);
    await table();
    await user.click(screen.getByRole('checkbox', { name: 'Select all 5 rows that are read' }));
    const bar = within(screen.getByRole('region', { name: '5 selected' }));
    await user.click(bar.getByRole('button', { name: 'Change roles' }));
    const form = await dialog('Change the roles of 5 members');
    expect(textOf(form.getByRole('row', { name: /Mika Kataoka/ }))).toContain('owner \u2192 reader');
    expect(textOf(form.getByRole('row', { name: /Kenji Abe/ }))).toContain('is reader already');
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'fewer owners{Enter}');
    await form.findByText(/An organization must have at least one owner/);
    expect(form.getByText('1 failed; nothing happened to it.')).toBeTruthy();
    expect(sent(asked)).toEqual(['PATCH /api/v1/members/user-1']);
  });

  it('lets go of those chosen when everything is done', async () => {
    const user = quickUser();
    const { asked } = renderApp('/members');
    await table();
    await user.click(screen.getByRole('checkbox', { name: 'Select \u2068Kenji Abe\u2069' }));
    await user.click(screen.getByRole('checkbox', { name: 'Select \u2068Ines Moreau\u2069' }));
    await user.click(
      within(screen.getByRole('region', { name: '2 selected' })).getByRole('button', { name: 'Remove' }),
    );
    const form = await dialog('Remove 2 members from the organization');
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'team was dissolved{Enter}');
    await screen.findByText('2 members are removed');
    expect(sent(asked)).toHaveLength(2);
    expect(screen.queryByRole('region', { name: /selected/ })).toBeNull();
  });

  it('is the same on the page of a member, and over for one who left', async () => {
    renderApp('/members/user-4');
    expect(await screen.findByRole('button', { name: 'Change the role' })).toBeTruthy();
    cleanup();
    renderApp('/members/user-2');
    await screen.findByText('Gone since 12 Nov 2026');
    expect(screen.queryByRole('button', { name: 'Change the role' })).toBeNull();
  });

  it.each(['viewer', 'finance', 'engineer'] as const)('offers nothing of it to the role %s', async (role) => {
    const user = quickUser();
    renderApp('/members', 'full', { person: personOf(role) });
    await table();
    const nothing = () => {
      for (const name of [/Invite members/, /Create a group/, /What can be done/])
        expect(screen.queryByRole('button', { name })).toBeNull();
      expect(screen.queryByRole('checkbox')).toBeNull();
    };
    nothing();
    await user.click(screen.getByRole('link', { name: 'Groups' }));
    await screen.findByRole('table', { name: 'Groups' });
    nothing();
  });
});
