import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { RECOVERY_CODES, SEED } from '../../testing/account-answers.js';
import { CODE, PASSWORD, personOf } from '../../testing/auth-answers.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const ready = () => screen.findByRole('heading', { name: 'Your account', level: 1 });
const card = (name: string): HTMLElement => screen.getByRole('region', { name });
const NEW_PASSWORD = 'a longer horse battery';

describe('the page of the account', () => {
  it('is one press away, and says who one is', async () => {
    const user = userEvent.setup();
    const { container, router } = renderApp('/sync', 'full', { person: personOf('finance', ['proj_1']) });
    await user.click(await screen.findByRole('button', { name: /Mika of finance/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'Your account' }));
    await ready();
    expect(router.state.location.href).toBe('/account');
    expect(textOf(container)).toContain(
      'Mika of finance (finance@acme.example) signs in as Finance and sees 1 project.',
    );
  });

  it('changes the password, says that of the old one which is wrong, and keeps nothing of it', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/account');
    await ready();
    const old = within(card('Password')).getByLabelText<HTMLInputElement>('Current password');
    expect(old.autocomplete).toBe('current-password');
    expect(screen.getByLabelText<HTMLInputElement>('New password').autocomplete).toBe('new-password');
    await user.type(old, 'a guess');
    await user.type(screen.getByLabelText('New password'), `${NEW_PASSWORD}{Enter}`);
    expect(await screen.findByText('Current password is not your password.')).toBeTruthy();
    expect(document.activeElement).toBe(old);
    await user.clear(old);
    await user.type(old, `${PASSWORD}{Enter}`);
    expect(await screen.findByText('The password is changed; your other sessions are over')).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>('Current password').value).toBe('');
    expect(bodies.at(-1)).toEqual({ current_password: PASSWORD, new_password: NEW_PASSWORD });
    await waitFor(() => expect(within(card('Sessions')).getAllByRole('row')).toHaveLength(2));
  });

  it('sets up a second factor: password, secret, code, recovery codes', async () => {
    const user = userEvent.setup();
    const { auth } = renderApp('/account');
    await ready();
    await user.click(screen.getByRole('button', { name: 'Set up a second factor' }));
    const factor = within(card('Second factor'));
    expect(document.activeElement).toBe(factor.getByLabelText('Password'));
    await user.type(factor.getByLabelText('Password'), `${PASSWORD}{Enter}`);
    const code = await factor.findByLabelText('Code');
    expect(factor.getByText('JBSW Y3DP EHPK 3PXP')).toBeTruthy();
    expect(factor.getByRole('link').getAttribute('href')).toContain(`secret=${SEED}`);
    await user.click(factor.getByRole('button', { name: 'Copy' }));
    expect(await navigator.clipboard.readText()).toBe(SEED);
    await user.type(code, '000000{Enter}');
    expect(await factor.findByText('Code is not the code that the authenticator shows now.')).toBeTruthy();
    await user.clear(code);
    await user.type(code, `${CODE}{Enter}`);
    const list = await factor.findByRole('list', { name: 'Recovery codes' });
    expect(within(list).getAllByRole('listitem').map(textOf)).toEqual(RECOVERY_CODES);
    await user.click(factor.getByRole('button', { name: 'Copy' }));
    expect(await navigator.clipboard.readText()).toBe(RECOVERY_CODES.join('\n'));
    await user.click(factor.getByRole('button', { name: 'I have kept them' }));
    expect(await factor.findByRole('button', { name: 'Remove the second factor' })).toBeTruthy();
    expect(screen.queryByText(RECOVERY_CODES[0] ?? '')).toBeNull();
    expect(auth.person?.has_second_factor).toBe(true);
  });

  it('removes the second factor by the password', async () => {
    const user = userEvent.setup();
    renderApp('/account', 'full', { person: { ...personOf('owner'), has_second_factor: true } });
    await ready();
    await user.click(screen.getByRole('button', { name: 'Remove the second factor' }));
    await user.type(within(card('Second factor')).getByLabelText('Password'), `${PASSWORD}{Enter}`);
    expect(await screen.findByRole('button', { name: 'Set up a second factor' })).toBeTruthy();
    expect(screen.getByText('The second factor is removed')).toBeTruthy();
  });

  it('names the sessions, and ends one or all others', async () => {
    const user = userEvent.setup();
    renderApp('/account');
    await ready();
    await screen.findByText('Firefox on Linux');
    const sessions = within(card('Sessions'));
    expect(sessions.getAllByRole('row').map(textOf).slice(1)).toEqual([
      expect.stringContaining('Firefox on Linuxthis one192.0.2.7'),
      expect.stringContaining('curl2001:db8::7'),
      expect.stringContaining('Another program'),
    ]);
    await user.click(sessions.getByRole('button', { name: 'End the session of curl at 2001:db8::7' }));
    expect(await screen.findByText('The session of curl is over')).toBeTruthy();
    await waitFor(() => expect(sessions.getAllByRole('row')).toHaveLength(3));
    await user.click(sessions.getByRole('button', { name: 'End all others' }));
    await waitFor(() => expect(sessions.getAllByRole('row')).toHaveLength(2));
    expect(sessions.queryByRole('button')).toBeNull();
  });

  it('asks nothing of somebody without a password', async () => {
    renderApp('/account', 'demo', { person: { ...personOf('viewer'), has_password: false } });
    await ready();
    expect(textOf(card('Password'))).toContain('You have no password here');
    expect(textOf(card('Second factor'))).toContain('It stands behind a password');
    expect(screen.queryByLabelText(/assword/, { selector: 'input' })).toBeNull();
  });
});

describe('a role that needs a second factor', () => {
  it('sees nothing else before, and the address that it wanted after the recovery codes were read', async () => {
    const user = userEvent.setup();
    const { container, router } = renderApp('/sync', 'full', { needsSecondFactor: true });
    await screen.findByRole('heading', { name: 'Set up a second factor', level: 1 });
    expect(textOf(container)).toContain('Whoever has the role Owner needs one on this server.');
    expect(screen.queryByRole('navigation')).toBeNull();
    await user.type(screen.getByLabelText('Password'), `${PASSWORD}{Enter}`);
    await user.type(await screen.findByLabelText('Code'), `${CODE}{Enter}`);
    await screen.findByRole('list', { name: 'Recovery codes' });
    await user.click(screen.getByRole('button', { name: 'I have kept them' }));
    expect(await screen.findByRole('heading', { name: 'Coverage by feed' })).toBeTruthy();
    expect(router.state.location.href).toBe('/sync');
  });

  it('may leave instead', async () => {
    const user = userEvent.setup();
    renderApp('/', 'full', { needsSecondFactor: true });
    await user.click(await screen.findByRole('button', { name: 'Sign out' }));
    expect(await screen.findByRole('heading', { name: 'Sign in', level: 1 })).toBeTruthy();
  });
});

describe('the account where there is an identity provider', () => {
  it('of who comes by it alone has no password and no second factor to change', async () => {
    const person = { ...personOf('viewer'), has_password: false, has_identity: true };
    renderApp('/account', 'full', { signOnName: 'Acme ID', person });
    await ready();
    expect(textOf(card('Sign-in with Acme ID'))).toContain('You have no password here: Acme ID lets you in');
    expect(screen.queryByRole('region', { name: 'Password' })).toBeNull();
    expect(screen.queryByRole('region', { name: 'Second factor' })).toBeNull();
  });

  it('of who has a password asks for it before the provider lets them in as well', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/account?refused=no_role', 'full', { signOnName: 'Acme ID' });
    await ready();
    const shown = card('Sign-in with Acme ID');
    expect(textOf(shown)).toContain('Your account is as it wasNone of your groups has a role in Bursar.');
    await user.click(within(shown).getByRole('button', { name: 'Sign in with Acme ID as well' }));
    await user.type(within(shown).getByLabelText('Password'), 'a guess{Enter}');
    expect(await within(shown).findByText('Password is not your password.')).toBeTruthy();
    expect(bodies.at(-1)).toEqual({ password: 'a guess' });
  });
});
