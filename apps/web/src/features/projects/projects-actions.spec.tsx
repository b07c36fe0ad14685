import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { choose, dialog, quickUser, sent } from '../../testing/acting.js';
import { personOf } from '../../testing/auth-answers.js';
import { BETA, ORGANIZATION } from '../../testing/ledger.js';
import { refused, SECRET, UNKNOWN } from '../../testing/management-answers.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const projects = () => screen.findByRole('table', { name: 'Projects with spend and last activity' });

describe('the Projects page', () => {
  it('creates a project, and finds it by looking again where the answer was lost', async () => {
    const user = quickUser();
    const { asked, script, transport } = renderApp('/projects');
    script.set('POST /api/v1/projects', [[202, UNKNOWN]]);
    await user.click(await screen.findByRole('button', { name: 'Create a project' }));
    const form = await dialog('Create a project');
    await user.type(form.getByRole('textbox', { name: 'Name' }), 'Day Shift');
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'new product{Enter}');
    await user.click(await form.findByRole('button', { name: 'Look again' }));
    await form.findByText(/Not found when last looked for/);
    // What the lost call did at OpenAI.
    await transport('/api/v1/projects', { method: 'POST', body: JSON.stringify({ name: 'Day Shift' }) });
    const before = sent(asked).length;
    await user.click(form.getByRole('button', { name: 'Look again' }));
    await screen.findByText(/The project .*Day Shift.* is created/);
    expect(sent(asked)).toHaveLength(before);
    await within(await projects()).findByRole('rowheader', { name: /Day Shift/ });
  });

  it('asks in which of several organizations it is to be', async () => {
    const user = quickUser();
    const { bodies } = renderApp('/projects', 'several');
    await user.click(await screen.findByRole('button', { name: 'Create a project' }));
    const form = await dialog('Create a project');
    await user.type(form.getByRole('textbox', { name: 'Name' }), 'Day Shift');
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'new product{Enter}');
    const choice = await form.findByRole('combobox', { name: 'Organization', description: 'Choose an organization.' });
    await user.selectOptions(choice, BETA);
    await user.click(form.getByRole('button', { name: 'Create the project' }));
    await screen.findByText(/Day Shift.* is created/);
    expect(bodies).toEqual([{ reason: 'new product', organization: BETA, name: 'Day Shift' }]);
  });

  it('renames one', async () => {
    const user = quickUser();
    const { bodies } = renderApp('/projects');
    await projects();
    await choose(user, 'Fleet Planner', 'Rename');
    const form = await dialog(/Rename/);
    await user.clear(form.getByRole('textbox', { name: 'Name' }));
    await user.type(form.getByRole('textbox', { name: 'Name' }), 'Fleet');
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'shorter{Enter}');
    await screen.findByText(/The project is called .*Fleet.* now/);
    expect(bodies).toEqual([{ reason: 'shorter', organization: ORGANIZATION, name: 'Fleet' }]);
  });

  it('says what ends with a project, and has its name typed, before it archives it', async () => {
    const user = quickUser();
    const { asked, bodies } = renderApp('/projects');
    await projects();
    await choose(user, 'Fleet Planner', 'Archive');
    const form = await dialog(/Archive .*Fleet Planner/);
    expect(form.getByText(/This cannot be undone/)).toBeTruthy();
    expect(form.getByText(/With it end \d keys and no service account/)).toBeTruthy();
    expect(form.getByText(/It spent \$[\d,]+\.\d\d in the last 30 days and was last active 21 Nov 2026/)).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(form.getByRole('button', { name: 'Cancel' })));
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'the product is over');
    const typed = form.getByRole('textbox', { name: /^Type .*Fleet Planner.* to confirm$/ });
    await user.type(typed, 'Fleet');
    await user.click(form.getByRole('button', { name: 'Archive for ever' }));
    expect(form.getByText(/This is not .*Fleet Planner/)).toBeTruthy();
    expect(sent(asked)).toEqual([]);
    await user.type(typed, ' Planner{Enter}');
    await screen.findByText(/Fleet Planner.* is archived/);
    expect(bodies).toEqual([{ reason: 'the product is over', organization: ORGANIZATION, name: 'Fleet Planner' }]);
    await waitFor(() => expect(screen.queryByRole('rowheader', { name: /Fleet Planner/ })).toBeNull());
  });

  it('archives several after a preview, and says which OpenAI refused and why', async () => {
    const user = quickUser();
    const { asked, script } = renderApp('/projects');
    script.set('POST /api/v1/projects/proj_1/archive', [refused('The default project cannot be archived.')]);
    await projects();
    await user.click(screen.getByRole('checkbox', { name: 'Select \u2068Fleet Planner\u2069' }));
    await user.click(screen.getByRole('checkbox', { name: 'Select \u2068Code Review Bot\u2069' }));
    const bar = within(screen.getByRole('region', { name: '2 selected' }));
    await user.click(bar.getByRole('button', { name: 'Archive' }));
    const form = await dialog('Archive 2 projects');
    expect(textOf(form.getByRole('row', { name: /Fleet Planner/ }))).toMatch(
      /ends with \d keys, no service account; \$/,
    );
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'both are over now');
    await user.type(form.getByRole('textbox', { name: /the number of them/ }), '2{Enter}');
    await form.findByText(/The default project cannot be archived/);
    await waitFor(() => expect(textOf(form.getByRole('row', { name: /Code Review Bot/ }))).toContain('done'));
    expect(sent(asked)).toHaveLength(2);
  });

  it('lets a limited admin do what is of their projects, and make none', async () => {
    renderApp('/projects', 'full', { person: personOf('admin', ['proj_1']) });
    await projects();
    expect(screen.queryByRole('button', { name: 'Create a project' })).toBeNull();
    expect(screen.getAllByRole('button', { name: /What can be done with/ }).length).toBeGreaterThan(0);
  });

  it.each(['viewer', 'finance'] as const)('offers nothing of it to the role %s', async (role) => {
    renderApp('/projects', 'full', { person: personOf(role) });
    await projects();
    expect(screen.queryByRole('button', { name: /Create a project|What can be done/ })).toBeNull();
    expect(screen.queryByRole('checkbox')).toBeNull();
    cleanup();
    renderApp('/projects/proj_1?tab=limits', 'full', { person: personOf(role) });
    await screen.findByRole('table', { name: 'Rate limits' });
    expect(screen.getByText('As set at OpenAI; Bursar only reads them.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Rename|Archive|spend limit|What can be done/ })).toBeNull();
  });
});

describe('members of a project', () => {
  it('are found by name and added', async () => {
    const user = quickUser();
    const { bodies, transport } = renderApp('/projects/proj_1?tab=members');
    await transport('/api/v1/projects/proj_1/members/user-4', { method: 'DELETE' });
    bodies.length = 0;
    await user.click(await screen.findByRole('button', { name: 'Add a member' }));
    const form = await dialog(/Add a member to/);
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'joins the team{Enter}');
    expect(form.getByText('Choose a member.')).toBeTruthy();
    await waitFor(() => expect(form.queryByRole('radio', { name: /Ines Moreau/ })).toBeNull());
    await user.type(form.getByRole('searchbox', { name: 'Find a member' }), 'kenji');
    await user.click(await form.findByRole('radio', { name: /Kenji Abe/ }));
    await user.click(form.getByRole('button', { name: 'Add to the project' }));
    await screen.findByText(/Kenji Abe.* is in the project now/);
    expect(bodies).toEqual([
      { reason: 'joins the team', organization: ORGANIZATION, user_id: 'user-4', role: 'member' },
    ]);
  });

  it('are added by mail address by who does not see the members of the organization', async () => {
    const user = quickUser();
    const { bodies } = renderApp('/projects/proj_1?tab=members', 'full', { person: personOf('admin', ['proj_1']) });
    await user.click(await screen.findByRole('button', { name: 'Add a member' }));
    const form = await dialog(/Add a member to/);
    await user.type(form.getByRole('textbox', { name: 'Mail address' }), 'ada@acme.example');
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'joins the team{Enter}');
    await screen.findByText(/is in the project now/);
    expect(bodies).toEqual([
      { reason: 'joins the team', organization: ORGANIZATION, email: 'ada@acme.example', role: 'member' },
    ]);
  });

  it('get another role, and are removed; OpenAI\u2019s refusal of owners stands in its words', async () => {
    const user = quickUser();
    const { asked, script } = renderApp('/projects/proj_1?tab=members');
    script.set('DELETE /api/v1/projects/proj_1/members/user-1', [refused('Owners of the organization stay in it.')]);
    await choose(user, 'Kenji Abe', 'Change the role');
    const change = await dialog(/Change the role of/);
    await user.click(change.getByRole('radio', { name: /^owner/ }));
    await user.type(change.getByRole('textbox', { name: 'Reason' }), 'leads{Enter}');
    await screen.findByText(/Kenji Abe.* is .*owner.* of the project now/);
    await choose(user, 'Mika Kataoka', 'Remove from the project');
    const remove = await dialog(/Remove .*Mika Kataoka/);
    await user.type(remove.getByRole('textbox', { name: 'Reason' }), 'works elsewhere{Enter}');
    expect(textOf(await remove.findByRole('alert'))).toContain('Owners of the organization stay in it.');
    expect(sent(asked)).toEqual([
      'PATCH /api/v1/projects/proj_1/members/user-4',
      `DELETE /api/v1/projects/proj_1/members/user-1?reason=works+elsewhere&organization=${ORGANIZATION}`,
    ]);
  });
});

describe('service accounts', () => {
  it('show the key of a new one this once, and keep it nowhere', async () => {
    const user = quickUser();
    const { bodies, queryClient, asked, router } = renderApp('/projects/proj_1?tab=accounts');
    await user.click(await screen.findByRole('button', { name: 'Create a service account' }));
    const form = await dialog(/Create a service account in/);
    await user.type(form.getByRole('textbox', { name: 'Name' }), 'night-runner');
    await user.type(form.getByRole('textbox', { name: 'Days until its key expires' }), '400');
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'nightly jobs{Enter}');
    expect(form.getByText('A whole number from 1 to 365, or nothing.')).toBeTruthy();
    await user.clear(form.getByRole('textbox', { name: 'Days until its key expires' }));
    await user.type(form.getByRole('textbox', { name: 'Days until its key expires' }), '90{Enter}');
    const shown = await dialog(/The key of .*night-runner/);
    expect(shown.getByText(SECRET)).toBeTruthy();
    const [, line] = shown.getAllByRole('button', { name: 'Copy' });
    if (line !== undefined) await user.click(line);
    expect(await navigator.clipboard.readText()).toBe(`OPENAI_API_KEY=${SECRET}`);
    expect(bodies).toEqual([
      {
        reason: 'nightly jobs',
        organization: ORGANIZATION,
        name: 'night-runner',
        create_service_account_only: false,
        expires_in_seconds: 7_776_000,
      },
    ]);
    await user.keyboard('{Escape}');
    expect(shown.getByText(SECRET)).toBeTruthy();
    await user.click(shown.getByRole('button', { name: 'I have kept it' }));
    await waitFor(() => expect(screen.queryByText(SECRET)).toBeNull());
    const kept = [...queryClient.getQueryCache().getAll(), ...queryClient.getMutationCache().getAll()].map(
      ({ state }) => JSON.stringify(state),
    );
    const elsewhere = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    for (const text of [...kept, ...elsewhere, ...asked, router.state.location.href])
      expect(text).not.toContain(SECRET);
  });

  it('says that a key was lost with OpenAI\u2019s answer, and what to do', async () => {
    const user = quickUser();
    const { script } = renderApp('/projects/proj_1?tab=accounts');
    const account = { id: 'sa-1', object: 'x', project_id: 'proj_1', name: 'night-runner', role: 'member' };
    script.set('POST /api/v1/projects/proj_1/service-accounts', [
      [200, { service_account: account, api_key: null, secret: null }],
    ]);
    await user.click(await screen.findByRole('button', { name: 'Create a service account' }));
    const form = await dialog(/Create a service account in/);
    await user.type(form.getByRole('textbox', { name: 'Name' }), 'night-runner');
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'nightly jobs{Enter}');
    await screen.findByText(/The key itself was lost with the answer of OpenAI/);
  });

  it('get one more key, which is shown this once', async () => {
    const user = quickUser();
    const { bodies, asked, transport } = renderApp('/projects/proj_1?tab=members');
    await transport('/api/v1/projects/proj_1/service-accounts', {
      method: 'POST',
      body: JSON.stringify({ name: 'runner', create_service_account_only: true }),
    });
    await user.click(await screen.findByRole('link', { name: /Service accounts/ }));
    await choose(user, 'runner', 'Make another key');
    const form = await dialog(/Make another key of .*runner/);
    await user.type(form.getByRole('textbox', { name: 'Name' }), 'runner-2');
    await user.type(form.getByRole('textbox', { name: 'Days until its key expires' }), '0');
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'a second region{Enter}');
    expect(form.getByText('A whole number from 1 to 365, or nothing.')).toBeTruthy();
    await user.clear(form.getByRole('textbox', { name: 'Days until its key expires' }));
    await user.click(form.getByRole('button', { name: 'Make the key' }));
    const shown = await dialog(/The key of .*runner/);
    expect(shown.getByText(SECRET)).toBeTruthy();
    expect(bodies.at(-1)).toEqual({ reason: 'a second region', organization: ORGANIZATION, name: 'runner-2' });
    expect(sent(asked).at(-1)).toBe('POST /api/v1/projects/proj_1/service-accounts/service-accounts-new-0/api-keys');
    await user.click(shown.getByRole('button', { name: 'I have kept it' }));
    await waitFor(() => expect(screen.queryByText(SECRET)).toBeNull());
  });

  it('say that the secret of one more key was lost, where the key is found without it', async () => {
    const user = quickUser();
    const { asked, script, transport } = renderApp('/projects/proj_1?tab=members');
    await transport('/api/v1/projects/proj_1/service-accounts', {
      method: 'POST',
      body: JSON.stringify({ name: 'runner', create_service_account_only: true }),
    });
    const path = '/api/v1/projects/proj_1/service-accounts/service-accounts-new-0/api-keys';
    script.set(`POST ${path}`, [[202, UNKNOWN]]);
    await user.click(await screen.findByRole('link', { name: /Service accounts/ }));
    await choose(user, 'runner', 'Make another key');
    const form = await dialog(/Make another key of .*runner/);
    await user.type(form.getByRole('textbox', { name: 'Name' }), 'runner-2');
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'a second region{Enter}');
    await form.findByText('What came of it is not certain');
    // What the lost call did at OpenAI.
    await transport(path, { method: 'POST', body: JSON.stringify({ name: 'runner-2' }) });
    const before = sent(asked).length;
    await user.click(form.getByRole('button', { name: 'Look again' }));
    await screen.findByText(/The key itself was lost with the answer of OpenAI/);
    expect(sent(asked)).toHaveLength(before);
  });

  it('are changed and deleted, the latter with their name typed', async () => {
    const user = quickUser();
    const { asked, bodies, transport } = renderApp('/projects/proj_1?tab=members');
    await transport('/api/v1/projects/proj_1/service-accounts', {
      method: 'POST',
      body: JSON.stringify({ name: 'runner', create_service_account_only: true }),
    });
    await user.click(await screen.findByRole('link', { name: /Service accounts/ }));
    await choose(user, 'runner', 'Rename or change the role');
    const change = await dialog(/Change the service account/);
    await user.type(change.getByRole('textbox', { name: 'Reason' }), 'leads{Enter}');
    expect(change.getByText('Nothing of it is changed yet.')).toBeTruthy();
    await user.selectOptions(change.getByRole('combobox', { name: 'Role in the project' }), 'owner');
    await user.click(change.getByRole('button', { name: 'Change it' }));
    await screen.findByText(/The service account .*runner.* is changed/);
    expect(bodies.at(-1)).toEqual({ reason: 'leads', organization: ORGANIZATION, role: 'owner' });
    await choose(user, 'runner', 'Delete');
    const remove = await dialog(/Delete the service account/);
    expect(remove.getByText(/its keys end with it/)).toBeTruthy();
    await user.type(remove.getByRole('textbox', { name: 'Reason' }), 'jobs are over');
    await user.type(remove.getByRole('textbox', { name: /to confirm/ }), 'runner{Enter}');
    await screen.findByText(/The service account .*runner.* is deleted/);
    expect(sent(asked).at(-1)).toContain('DELETE /api/v1/projects/proj_1/service-accounts/service-accounts-new-0?');
  });
});

describe('rate limits', () => {
  it('are changed with what is now beside what will be; only what differs is sent', async () => {
    const user = quickUser();
    const { bodies } = renderApp('/projects/proj_1?tab=limits');
    await choose(user, 'gpt-6-astra', 'Change limits');
    const form = await dialog(/Limits of .*gpt-6-astra/);
    const tokens = form.getByRole('textbox', { name: 'New value: Tokens / min' });
    await user.clear(tokens);
    await user.type(tokens, 'many');
    expect(form.getByText('A whole number, such as 10000.')).toBeTruthy();
    await user.clear(tokens);
    await user.type(tokens, '3,000,000');
    expect(textOf(form.getByRole('row', { name: /Tokens \/ min/ }))).toContain('+50.0%');
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'launch');
    await user.click(form.getByRole('button', { name: 'Apply 1 change' }));
    await screen.findByText(/The limits of .*gpt-6-astra.* are changed/);
    expect(bodies).toEqual([{ reason: 'launch', organization: ORGANIZATION, max_tokens_per_1_minute: 3_000_000 }]);
  });

  it('are rolled back to what was there before the last change that was seen', async () => {
    const user = quickUser();
    const { bodies } = renderApp('/projects/proj_1?tab=limits');
    await choose(user, 'gpt-6-astra-mini', 'Roll back the last change');
    const form = await dialog(/Roll back .*gpt-6-astra-mini/);
    const row = await form.findByRole('row', { name: /Tokens \/ min/ });
    expect(textOf(row)).toContain('unlimited1,500,000limited');
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'was a mistake{Enter}');
    await screen.findByText(/are rolled back/);
    expect(bodies).toEqual([{ reason: 'was a mistake', organization: ORGANIZATION, restore: '2' }]);
    await choose(user, 'gpt-6-astra', 'Roll back the last change');
    await screen.findByText(/No change of these limits was seen/);
  });
});

describe('the spend limit', () => {
  it('is set in dollars, to the cent, and says when it is reached already', async () => {
    const user = quickUser();
    const { bodies } = renderApp('/projects/proj_1');
    await user.click(await screen.findByRole('button', { name: 'Change the spend limit' }));
    const form = await dialog(/Spend limit of/);
    expect(form.getByText(/It is \$7,500.50 a month now/)).toBeTruthy();
    const amount = form.getByRole('textbox', { name: 'US dollars a month' });
    await user.clear(amount);
    await user.type(amount, '0.001');
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'less{Enter}');
    expect(form.getByText(/An amount of at least 0\.01/)).toBeTruthy();
    await user.clear(amount);
    await user.type(amount, '1,000.29');
    expect(form.getByText(/OpenAI would refuse its calls at once/)).toBeTruthy();
    await user.click(form.getByRole('button', { name: 'Set the limit' }));
    await screen.findByText('The spend limit is $1,000.29 a month now');
    expect(bodies).toEqual([{ reason: 'less', organization: ORGANIZATION, threshold_amount: 100_029 }]);
  });

  it('is removed with a reason', async () => {
    const user = quickUser();
    const { asked } = renderApp('/projects/proj_1');
    await user.click(await screen.findByRole('button', { name: 'Remove the spend limit' }));
    const form = await dialog(/Remove the spend limit of/);
    await user.type(form.getByRole('textbox', { name: 'Reason' }), 'the organization has one{Enter}');
    await screen.findByText('The spend limit is removed');
    expect(sent(asked)).toEqual([
      `DELETE /api/v1/projects/proj_1/spend-limit?reason=the+organization+has+one&organization=${ORGANIZATION}`,
    ]);
  });
});
