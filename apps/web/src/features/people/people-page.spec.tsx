import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { personOf } from '../../testing/auth-answers.js';
import { LINK_TOKEN, somePeople } from '../../testing/people-answers.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

type User = ReturnType<typeof userEvent.setup>;

const table = () => screen.findByRole('table', { name: 'People' });
const rowOf = async (name: RegExp): Promise<HTMLElement> => within(await table()).findByRole('row', { name });
const named = (name: string): RegExp => new RegExp(name);

async function choose(user: User, name: string, task: string): Promise<HTMLElement> {
  await user.click(within(await rowOf(named(name))).getByRole('button'));
  await user.click(await screen.findByRole('menuitem', { name: task }));
  return screen.findByRole('dialog');
}

describe('the page of people', () => {
  it('says who may sign in, as what, for which projects, in which state', async () => {
    const { container } = renderApp('/people');
    await table();
    expect(textOf(container)).toContain(
      '3 people sign in to Bursar. 1 is invited and has not come yet. 1 is disabled.',
    );
    expect(textOf(await rowOf(/Mika of owner/))).toContain('youowner@acme.exampleOwnerEvery project');
    expect(textOf(await rowOf(/Vic Viewer/))).toContain('Viewerinvited2 projects onlyinvitedoffnever');
    expect(screen.getByRole('link', { name: 'People' })).toBeTruthy();
  });

  it('opens role and projects at the role that somebody has', async () => {
    const user = userEvent.setup();
    renderApp('/people');
    await choose(user, 'Vic Viewer', 'Change role and projects');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('radio', { name: /^Viewer/ })));
  });

  it('invites somebody to some projects, and shows the link once', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/people');
    await table();
    await user.click(screen.getByRole('button', { name: 'Invite' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText('Name'), 'New Nora');
    await user.type(dialog.getByLabelText('E-mail'), 'nora@acme.example');
    await user.click(dialog.getByRole('radio', { name: /^Finance/ }));
    await user.click(dialog.getByRole('radio', { name: 'Only some' }));
    await user.click(dialog.getByRole('button', { name: 'Invite' }));
    expect(dialog.getByText('Choose one project at least, or every project.')).toBeTruthy();
    const [box] = await dialog.findAllByRole('checkbox');
    if (box === undefined) throw new Error('No project is offered.');
    await user.click(box);
    await user.click(dialog.getByRole('button', { name: 'Invite' }));
    const link = `${window.location.origin}/welcome#${LINK_TOKEN}`;
    expect(await screen.findByText(link)).toBeTruthy();
    expect(screen.getByText(/until 28 Nov 2026, 14:12 UTC/)).toBeTruthy();
    expect(bodies.at(-1)).toEqual({
      name: 'New Nora',
      email: 'nora@acme.example',
      role: 'finance',
      project_ids: [expect.stringMatching(/^proj_/)],
    });
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await navigator.clipboard.readText()).toBe(link);
    await user.click(screen.getByRole('button', { name: 'I have kept it' }));
    await waitFor(() => expect(screen.queryByText(link)).toBeNull());
    expect(await rowOf(/New Nora/)).toBeTruthy();
  });

  it('says at the field that somebody is there already', async () => {
    const user = userEvent.setup();
    renderApp('/people');
    await table();
    await user.click(screen.getByRole('button', { name: 'Invite' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText('Name'), 'Ann');
    await user.type(dialog.getByLabelText('E-mail'), 'ann@acme.example{Enter}');
    expect(await dialog.findByText('E-mail is somebody already.')).toBeTruthy();
  });

  it('changes the role, and says before what that means', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/people');
    const dialog = within(await choose(user, 'Ann Admin', 'Change role and projects'));
    await user.click(dialog.getByRole('radio', { name: /^Engineer/ }));
    const says = textOf(dialog.getByRole('status'));
    expect(says).toBe('Ann Admin will be Engineer and see every project, from the next click on.');
    await user.click(dialog.getByRole('button', { name: 'Save' }));
    await waitFor(async () => expect(textOf(await rowOf(/Ann Admin/))).toContain('Engineer'));
    expect(bodies.at(-1)).toEqual({ role: 'engineer', project_ids: null });
  });

  it.each([
    ['Ann Admin', 'Disable', /is signed out at once/, 'Disable', { is_disabled: true }],
    ['Dora Gone', 'Enable', /can sign in again as before/, 'Enable', { is_disabled: false }],
    ['Ann Admin', 'Remove the second factor', /by the password alone/, 'Remove it', {}],
  ])('asks before: %s, %s', async (name, task, says, submit, body) => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/people');
    const dialog = within(await choose(user, name, task));
    expect(dialog.getByText(says)).toBeTruthy();
    expect(bodies).toEqual([]);
    await user.click(dialog.getByRole('button', { name: submit }));
    await waitFor(() => expect(screen.queryByText(says)).toBeNull());
    expect(bodies).toEqual([body]);
  });

  it('erases whoever is disabled, once their name is typed and a reason given', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/people');
    const dialog = within(await choose(user, 'Dora Gone', 'Erase for ever'));
    await user.click(dialog.getByRole('button', { name: 'Erase for ever' }));
    expect(bodies).toEqual([]);
    await user.type(dialog.getByRole('textbox', { name: 'Name' }), 'Dora Gone');
    await user.type(dialog.getByRole('textbox', { name: 'Reason' }), 'asked by letter');
    await user.click(dialog.getByRole('button', { name: 'Erase for ever' }));
    const row = await rowOf(/Erased person 5/);
    expect(textOf(row)).toContain('erased');
    expect(within(row).queryByRole('button')).toBeNull();
    expect(bodies).toEqual([{ reason: 'asked by letter' }]);
  });

  it('makes a link for a new password', async () => {
    const user = userEvent.setup();
    renderApp('/people');
    const dialog = within(await choose(user, 'Ann Admin', 'Link for a new password'));
    expect(dialog.getByText(/the old one works until then/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Make the link' }));
    expect(await screen.findByText(`${window.location.origin}/welcome#${LINK_TOKEN}`)).toBeTruthy();
  });

  it('keeps the last owner, in the words of the server', async () => {
    const user = userEvent.setup();
    renderApp('/people', 'full', { people: somePeople().filter(({ id }) => id !== '2') });
    const dialog = within(await choose(user, 'Mika of owner', 'Change role and projects'));
    await user.click(dialog.getByRole('radio', { name: /^Viewer/ }));
    await user.click(dialog.getByRole('button', { name: 'Save' }));
    expect(textOf(await dialog.findByRole('alert'))).toBe(
      'Mika of owner is the last ownerMake somebody else an owner first.',
    );
  });

  it('lets an admin touch no owner and make none, and nobody disable themselves', async () => {
    const user = userEvent.setup();
    renderApp('/people', 'full', { person: { ...personOf('admin'), id: '3' } });
    const owner = await rowOf(/Olga Owner/);
    expect(within(owner).queryByRole('button')).toBeNull();
    expect(textOf(owner)).toContain('owners only');
    await user.click(within(await rowOf(/Ann Admin/)).getByRole('button'));
    await screen.findByRole('menuitem', { name: 'Change role and projects' });
    expect(screen.queryByRole('menuitem', { name: 'Disable' })).toBeNull();
    await user.click(screen.getByRole('menuitem', { name: 'Change role and projects' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.queryByRole('radio', { name: /^Owner/ })).toBeNull();
  });

  it('is explained to who may not see it', async () => {
    renderApp('/people', 'full', { person: personOf('viewer') });
    expect(await screen.findByRole('heading', { name: 'You may not see who may sign in', level: 2 })).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'People' })).toBeNull();
  });
});

describe('the page of people where there is an identity provider', () => {
  it('says by which way somebody signs in, and who decides their role', async () => {
    const { container } = renderApp('/people', 'full', { signOnName: 'Acme ID' });
    expect(textOf(await rowOf(/Ann Admin/))).toContain('activePassword, Acme IDon');
    expect(textOf(await rowOf(/Olga Owner/))).toContain('activePasswordon');
    expect(textOf(await rowOf(/Vic Viewer/))).toContain('invitednot yetoff');
    expect(textOf(container)).toContain(
      'Who signs in with Acme ID has the role and the projects of their groups there',
    );
  });

  it('invites nobody where passwords are switched off, and makes no links', async () => {
    const user = userEvent.setup();
    renderApp('/people', 'full', { signOnName: 'Acme ID', localSignIn: false });
    await user.click(within(await rowOf(/Ann Admin/)).getByRole('button'));
    await screen.findByRole('menuitem', { name: 'Change role and projects' });
    expect(screen.queryByRole('menuitem', { name: 'Link for a new password' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Invite' })).toBeNull();
  });
});

describe('a link that goes out by mail', () => {
  it('is shown as sent, and to be handed over where it could not be', async () => {
    const user = userEvent.setup();
    renderApp('/people');
    await user.click(
      within(await choose(user, 'Ann Admin', 'Link for a new password')).getByRole('button', { name: 'Make the link' }),
    );
    expect(textOf(await screen.findByRole('status'))).toContain('The link is sent to ann@acme.example.');
    await user.click(screen.getByRole('button', { name: 'I have kept it' }));
    await user.click(
      within(await choose(user, 'Vic Viewer', 'New invitation link')).getByRole('button', { name: 'Make the link' }),
    );
    expect(await screen.findByText('The link could not be sent')).toBeTruthy();
    expect(screen.getByText('The mail server mail.example:587 took too long. Hand it over yourself.')).toBeTruthy();
    expect(screen.getByText(/Send this link to/)).toBeTruthy();
  });
});
