import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { personOf } from '../../testing/auth-answers.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const table = () => screen.findByRole('table', { name: 'Members with the spend of the keys they own' });
const rows = async (): Promise<string[]> =>
  within(await table())
    .getAllByRole('row')
    .slice(1)
    .map(textOf);
const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));

describe('the Members page', () => {
  it('says what the keys of how many members spent', async () => {
    const { container } = renderApp('/members');
    await table();
    expect(answer(container)).toMatch(
      /^Keys of 5 members spent \$[\d,]+\.\d\d in November so far, \$[\d,]+\.\d\d of it those of Mika Kataoka\.$/,
    );
    const [first] = await rows();
    for (const part of ['Mika Kataoka', 'person1@acme.example', 'owner', '3 Feb 2025', 'just now'])
      expect(first).toContain(part);
  });

  it('does not call the list empty to who is limited to some projects', async () => {
    const { container } = renderApp('/members', 'full', { person: personOf('finance', ['proj_1']) });
    expect(await screen.findByText(/You are limited to some projects/)).toBeTruthy();
    expect(answer(container)).toBe('Members belong to the organization as a whole.');
    expect(screen.queryByText(/OpenAI lists/)).toBeNull();
  });

  it('shows those that are gone on request, with the day', async () => {
    const user = userEvent.setup();
    renderApp('/members');
    expect((await rows()).join()).not.toContain('Dana Whitfield');
    await user.click(screen.getByRole('radio', { name: 'With gone' }));
    await waitFor(async () => expect((await rows()).join()).toContain('Dana Whitfieldgone since 12 Nov 2026'));
  });

  it('filters by role and keeps it in the address', async () => {
    const user = userEvent.setup();
    const { router, container } = renderApp('/members');
    await table();
    await user.click(screen.getByRole('button', { name: 'Role' }));
    await user.click(await screen.findByRole('checkbox', { name: 'owner' }));
    expect(router.state.location.searchStr).toBe('?role=owner');
    await waitFor(() => expect(answer(container)).toMatch(/^Keys of 1 matching member spent/));
    await user.click(screen.getByRole('button', { name: 'Remove filter: Role' }));
    await waitFor(() => expect(router.state.location.searchStr).toBe(''));
  });

  it('marks an invite as expired from its end on, also where OpenAI does not yet (case 42)', async () => {
    const { container } = renderApp('/members?tab=invites');
    const invites = await screen.findByRole('table', { name: 'Invites' });
    expect(answer(container)).toBe('OpenAI lists 4 invites. 1 invite is pending. 2 invites have expired unused.');
    const late = within(invites)
      .getByRole('rowheader', { name: /late@acme/ })
      .closest('tr');
    expect(textOf(late)).toContain('expired');
  });

  it('names the scope that is missing, and claims nothing of the list', async () => {
    renderApp('/members', 'missing-scope');
    await screen.findByRole('heading', { name: 'This list cannot be read' });
    expect(screen.getByText(/It lacks the scope api\.management\.read/)).toBeTruthy();
    expect(screen.queryByText(/OpenAI lists none/)).toBeNull();
  });

  it('words a failure of the server, with a way to try again', async () => {
    renderApp('/members', 'failing');
    const [alert] = await screen.findAllByRole('alert');
    expect(textOf(alert ?? null)).toContain('Bursar failed (internal, status 500)');
    expect(screen.getAllByRole('button', { name: 'Try again' }).length).toBeGreaterThan(0);
  });
});

describe('the page of a member', () => {
  it('shows projects and roles, groups by name, and the keys that they own', async () => {
    const { container } = renderApp('/members/user-1');
    await screen.findByRole('heading', { level: 1, name: 'Mika Kataoka' });
    expect(answer(container)).toMatch(/^The keys of Mika Kataoka spent \$[\d,]+\.\d\d in the last 30 days/);
    const projects = screen.getByRole('table', { name: 'Projects and roles' });
    expect(textOf(await within(projects).findByRole('row', { name: /Fleet Planner/ }))).toContain('owner');
    expect(await screen.findByText('Platform')).toBeTruthy();
    const keys = screen.getByRole('table', { name: 'API keys that they own' });
    expect(within(keys).getAllByRole('rowheader').length).toBeGreaterThan(1);
  });

  it('says since when a member is gone, and that their keys may still work', async () => {
    renderApp('/members/user-2');
    expect(await screen.findByText('Gone since 12 Nov 2026')).toBeTruthy();
    expect(screen.getByText(/Keys that they own may still work/)).toBeTruthy();
  });

  it('erases whom the name typed and a reason given say, and offers it to nobody else', async () => {
    const user = userEvent.setup();
    const { asked, bodies } = renderApp('/members/user-2');
    await user.click(await screen.findByRole('button', { name: 'Erase name' }));
    const dialog = within(await screen.findByRole('dialog', { name: /Erase the name/ }));
    await user.type(dialog.getByRole('textbox', { name: 'Name' }), 'Dana');
    await user.type(dialog.getByRole('textbox', { name: 'Reason' }), 'asked by letter');
    await user.click(dialog.getByRole('button', { name: 'Erase for ever' }));
    expect(dialog.getByText('This is not the name above.')).toBeTruthy();
    expect(asked.filter((each) => each.startsWith('POST'))).toEqual([]);
    await user.type(dialog.getByRole('textbox', { name: 'Name' }), ' Whitfield');
    await user.click(dialog.getByRole('button', { name: 'Erase for ever' }));
    expect(await screen.findByText('The name is erased')).toBeTruthy();
    expect(asked).toContain('POST /api/v1/members/user-2/erase');
    expect(bodies).toEqual([{ reason: 'asked by letter' }]);
    cleanup();
    renderApp('/members/user-2', 'full', { person: personOf('engineer') });
    await screen.findByText('Gone since 12 Nov 2026');
    expect(screen.queryByRole('button', { name: 'Erase name' })).toBeNull();
  });

  it('says so where OpenAI never listed them', async () => {
    renderApp('/members/user-nobody');
    await screen.findByRole('heading', { level: 1, name: 'OpenAI never listed this member' });
  });
});
