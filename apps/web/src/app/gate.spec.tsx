import { afterEach, describe, expect, it } from '@jest/globals';
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { personOf, PASSWORD } from '../testing/auth-answers.js';
import { renderApp, textOf, type RenderedApp } from '../testing/render-app.js';

afterEach(cleanup);

const signInPage = () => screen.findByRole('heading', { name: 'Sign in', level: 1 });
const addressOf = ({ router }: RenderedApp): string => router.state.location.href;
const returning = (path: string): string =>
  `/sign-in?${new URLSearchParams({ return_to: path })}`.replaceAll('%2F', '/');

async function signIn(user: ReturnType<typeof userEvent.setup>): Promise<void> {
  await user.type(await screen.findByLabelText('E-mail'), 'mika@acme.example');
  await user.type(screen.getByLabelText('Password'), `${PASSWORD}{Enter}`);
}

/** As when another tab signs out or somebody else in: the window is looked at again. */
const lookAgain = () => act(async () => void window.dispatchEvent(new Event('visibilitychange')));

describe('the gate', () => {
  it('shows nothing of the shell before it is known who asks', async () => {
    const { container } = renderApp('/costs');
    expect(container.querySelector('.shell')).toBeNull();
    expect(await screen.findByRole('navigation', { name: 'Main' })).toBeTruthy();
  });

  it('leads strangers to the sign-in, and back to the address that they wanted', async () => {
    const user = userEvent.setup();
    const app = renderApp('/costs?group_by=line_item&range=2026-11-01/2026-11-10', 'full', { person: null });
    await signInPage();
    expect(app.container.querySelector('.shell')).toBeNull();
    expect(app.router.state.location.search).toEqual({
      return_to: '/costs?group_by=line_item&range=2026-11-01/2026-11-10',
    });
    expect(app.asked).toEqual(['GET /api/auth/state']);
    await signIn(user);
    await screen.findByRole('navigation', { name: 'Main' });
    expect(addressOf(app)).toBe('/costs?group_by=line_item&range=2026-11-01/2026-11-10');
  });

  it('says nothing of an ended session to whoever had none', async () => {
    const app = renderApp('/', 'full', { person: null });
    await signInPage();
    expect(addressOf(app)).toBe('/sign-in');
    expect(screen.queryByText(/You were signed out/)).toBeNull();
  });

  it('is not led elsewhere by a link', async () => {
    const user = userEvent.setup();
    const app = renderApp(returning('//evil.example/'), 'full', { person: null });
    await signIn(user);
    await screen.findByRole('navigation', { name: 'Main' });
    expect(addressOf(app)).toBe('/');
  });

  it('leads on who is signed in already', async () => {
    const app = renderApp(returning('/sync'));
    await screen.findByRole('heading', { name: 'Coverage by feed' });
    expect(addressOf(app)).toBe('/sync');
  });

  it('asks anew at a call that finds the session over, says so, and leads back', async () => {
    const user = userEvent.setup();
    const app = renderApp('/sync');
    const { auth } = app;
    await user.click(await screen.findByRole('link', { name: 'Members' }));
    await screen.findByRole('heading', { name: 'Members', level: 1 });
    auth.person = null;
    await user.click(screen.getByRole('link', { name: 'Audit log' }));
    await screen.findByText('You were signed out, for the session is over');
    expect(addressOf(app)).toBe('/sign-in?return_to=/audit-log');
    await signIn(user);
    expect(await screen.findByRole('table', { name: 'Events' })).toBeTruthy();
    expect(addressOf(app)).toBe('/audit-log');
  });

  it('asks anew when a write finds the session over', async () => {
    const user = userEvent.setup();
    const { auth } = renderApp('/sync');
    const run = await screen.findByRole('button', { name: 'Sync all now' });
    auth.person = null;
    await user.click(run);
    expect(await screen.findByText('You were signed out, for the session is over')).toBeTruthy();
  });

  it('shows the next person nothing that was kept for the one before', async () => {
    const app = renderApp('/projects');
    const { asked, auth } = app;
    await screen.findByRole('table', { name: 'Projects with spend and last activity' });
    const before = asked.filter((each) => each.startsWith('GET /api/v1/projects')).length;
    auth.person = personOf('viewer', ['proj_1']);
    await lookAgain();
    await screen.findByRole('button', { name: /Mika of viewer.*, Viewer/ });
    await waitFor(() => {
      const after = asked.filter((each) => each.startsWith('GET /api/v1/projects')).length;
      expect(after).toBeGreaterThanOrEqual(before * 2);
    });
    expect(screen.queryByRole('link', { name: 'Audit log' })).toBeNull();
  });

  it('says that the server does not answer where nothing is known yet, and goes on by itself or at a press', async () => {
    const user = userEvent.setup();
    const app = renderApp('/sync', 'full', { isDown: true });
    const alert = await screen.findByRole('alert');
    expect(textOf(alert)).toContain('Bursar does not answer');
    app.auth.isDown = false;
    await user.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'Coverage by feed' })).toBeTruthy();
  });
});

describe('what a person may not do', () => {
  it('is little for an engineer', async () => {
    renderApp('/sync', 'full', { person: personOf('engineer') });
    expect(await screen.findByRole('button', { name: 'Sync all now' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Audit log' })).toBeTruthy();
  });

  it('is not offered to a viewer', async () => {
    renderApp('/sync', 'paused', { person: personOf('viewer') });
    await screen.findByRole('heading', { name: 'Coverage by feed' });
    expect(screen.queryByRole('link', { name: 'Audit log' })).toBeNull();
    expect(screen.queryAllByRole('button', { name: /Sync|Pause|Go on|Fill|Try again/ })).toEqual([]);
  });

  it('is not offered to an engineer who is limited to projects', async () => {
    renderApp('/sync', 'gaps', { person: personOf('engineer', ['proj_1']) });
    await screen.findByRole('heading', { name: 'Gaps: Costs' });
    expect(screen.queryAllByRole('button', { name: /Sync|Pause|Go on|Fill/ })).toEqual([]);
    expect(screen.getByRole('link', { name: 'Audit log' })).toBeTruthy();
  });

  it('is explained at a link to it, and nothing of it is asked', async () => {
    const { asked } = renderApp('/audit-log', 'full', { person: personOf('viewer') });
    const title = await screen.findByRole('heading', { name: 'You may not see the audit log', level: 2 });
    expect(textOf(title.closest('section'))).toContain(
      'It is allowed to owners, admins and engineers. You are signed in with the role Viewer. ' +
        'Ask an owner or an admin of Bursar for another one.',
    );
    expect(asked.filter((each) => each.includes('audit-events'))).toEqual([]);
  });

  it('is worded where the server alone knows: the role was changed meanwhile', async () => {
    const user = userEvent.setup();
    const { auth } = renderApp('/sync');
    const run = await screen.findByRole('button', { name: 'Sync all now' });
    auth.person = personOf('viewer');
    await user.click(run);
    await screen.findByRole('button', { name: /, Viewer/ });
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Sync all now' })).toBeNull());
  });
});
