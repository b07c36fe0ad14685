import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ROLE_NAMES, SIGN_ON_REFUSALS } from '@bursar/contract';
import { CODE, PASSWORD, RECOVERY_CODE } from '../../testing/auth-answers.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const NOBODY = { person: null };
const password = () => screen.getByLabelText<HTMLInputElement>('Password');
const email = () => screen.findByLabelText<HTMLInputElement>('E-mail');

describe('the sign-in page', () => {
  it('begins with the mail address, and is known to password managers', async () => {
    renderApp('/sign-in', 'full', NOBODY);
    const first = await email();
    expect(document.activeElement).toBe(first);
    expect(first.autocomplete).toBe('username');
    expect(password().autocomplete).toBe('current-password');
    expect(password().type).toBe('password');
    expect(screen.getByText('to localhost')).toBeTruthy();
  });

  it('shows what is typed on request', async () => {
    const user = userEvent.setup();
    renderApp('/sign-in', 'full', NOBODY);
    await email();
    await user.click(screen.getByRole('button', { name: 'Show the password' }));
    expect(password().type).toBe('text');
    await user.click(screen.getByRole('button', { name: 'Hide the password' }));
    expect(password().type).toBe('password');
  });

  it('says in the words of the server what was refused, and waits at the password', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/sign-in', 'full', NOBODY);
    await user.type(await email(), 'mika@acme.example');
    await user.type(password(), 'a guess{Enter}');
    const alert = await screen.findByRole('alert');
    expect(textOf(alert)).toBe('E-mail or password is wrong4 tries are left before a pause of 15 minutes.');
    expect(document.activeElement).toBe(password());
    expect(bodies).toEqual([{ email: 'mika@acme.example', password: 'a guess' }]);
    await user.clear(password());
    await user.type(password(), PASSWORD);
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('navigation', { name: 'Main' })).toBeTruthy();
  });

  it('sends nothing without a password', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/sign-in', 'full', NOBODY);
    await user.type(await email(), 'mika@acme.example{Enter}');
    expect(screen.getByText('Password is missing.')).toBeTruthy();
    expect(document.activeElement).toBe(password());
    expect(bodies).toEqual([]);
  });

  it('says at the field what the server does not accept of it', async () => {
    const user = userEvent.setup();
    renderApp('/sign-in', 'full', NOBODY);
    await user.type(await email(), 'mika');
    await user.type(password(), 'a guess{Enter}');
    expect(await screen.findByText('E-mail has to be a mail address.')).toBeTruthy();
    await waitFor(() => expect(document.activeElement?.getAttribute('name')).toBe('email'));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says for how long too many tries pause it', async () => {
    const user = userEvent.setup();
    renderApp('/sign-in', 'full', { ...NOBODY, tooMany: true });
    await user.type(await email(), 'mika@acme.example');
    await user.type(password(), `${PASSWORD}{Enter}`);
    expect(textOf(await screen.findByRole('alert'))).toBe('Too many attemptsTry again in 15 minutes.');
  });

  it('offers each role of the demo, and what it sees', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/sign-in', 'demo', NOBODY);
    const list = await screen.findByRole('list', { name: 'Who to be' });
    const buttons = within(list).getAllByRole('button');
    expect(buttons).toHaveLength(ROLE_NAMES.length);
    expect(textOf(buttons[3] ?? null)).toContain('EngineerSees the same and the audit log');
    expect(screen.queryByLabelText('Password')).toBeNull();
    expect(screen.getByText(/all numbers, keys and names are invented/)).toBeTruthy();
    await user.click(within(list).getByRole('button', { name: /^Finance/ }));
    expect(await screen.findByRole('button', { name: /, Finance/ })).toBeTruthy();
    expect(bodies).toEqual([{ role: 'finance' }]);
  });

  it('asks for the code after the password, with the digits of a phone and what the device offers', async () => {
    const user = userEvent.setup();
    const { router, bodies } = renderApp('/sign-in?return_to=/sync', 'full', { ...NOBODY, asksCode: true });
    await user.type(await email(), 'mika@acme.example');
    await user.type(password(), `${PASSWORD}{Enter}`);
    const code = await screen.findByLabelText<HTMLInputElement>('Code');
    expect(document.activeElement).toBe(code);
    expect([code.autocomplete, code.inputMode]).toEqual(['one-time-code', 'numeric']);
    await user.type(code, '000000{Enter}');
    expect(await screen.findByText('Code is not right, or was used before.')).toBeTruthy();
    expect(textOf(screen.getByRole('alert'))).toContain('The code is not right4 tries are left');
    await user.clear(code);
    await user.type(code, `${CODE}{Enter}`);
    await screen.findByRole('navigation', { name: 'Main' });
    expect(router.state.location.href).toBe('/sync');
    expect(bodies.at(-1)).toEqual({ code: CODE });
  });

  it('takes a recovery code instead', async () => {
    const user = userEvent.setup();
    renderApp('/sign-in', 'full', { ...NOBODY, asksCode: true, awaitsCode: true });
    await user.click(await screen.findByRole('button', { name: 'Use a recovery code' }));
    const code = screen.getByLabelText<HTMLInputElement>('Recovery code');
    expect(document.activeElement).toBe(code);
    expect(code.inputMode).toBe('text');
    await user.type(code, `${RECOVERY_CODE}{Enter}`);
    expect(await screen.findByRole('navigation', { name: 'Main' })).toBeTruthy();
  });

  it('goes back from the code to the password', async () => {
    const user = userEvent.setup();
    const { asked } = renderApp('/sign-in', 'full', { ...NOBODY, asksCode: true, awaitsCode: true });
    await user.click(await screen.findByRole('button', { name: 'Back to the password' }));
    expect(await email()).toBeTruthy();
    expect(asked).toContain('POST /api/auth/sign-out');
  });
});

describe('the sign-in page where there is an identity provider', () => {
  const ACME = { ...NOBODY, signOnName: 'Acme ID' };
  const button = () => screen.findByRole('link', { name: 'Sign in with Acme ID' });

  it('leads to it, and from there to where somebody was on the way to', async () => {
    renderApp('/costs?group_by=model', 'full', ACME);
    expect((await button()).getAttribute('href')).toBe('/api/auth/oidc/start?return_to=%2Fcosts%3Fgroup_by%3Dmodel');
    expect(password()).toBeTruthy();
  });

  it('leads nowhere but to a page of Bursar afterwards', async () => {
    renderApp('/sign-in?return_to=//evil.example', 'full', ACME);
    expect((await button()).getAttribute('href')).toBe('/api/auth/oidc/start?return_to=%2F');
  });

  it('has nothing else where passwords are switched off, and says so', async () => {
    const { container } = renderApp('/sign-in', 'full', { ...ACME, localSignIn: false });
    await button();
    expect(screen.queryByLabelText('Password')).toBeNull();
    expect(textOf(container)).toContain('People come in by Acme ID here.');
  });

  it.each(SIGN_ON_REFUSALS)('says in words why somebody comes back: %s', async (why) => {
    renderApp(`/sign-in?refused=${why}`, 'full', ACME);
    expect(textOf(await screen.findByRole('alert'))).toMatch(/^You are not signed in.{30,}\.$/);
  });

  it('says nothing that a link makes up', async () => {
    renderApp('/sign-in?refused=title', 'full', ACME);
    await button();
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('a forgotten password', () => {
  it('is a press away where mail is sent, and the answer tells nothing of who is known', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/sign-in', 'full', { ...NOBODY, sendsMail: true });
    await email();
    await user.click(screen.getByRole('button', { name: 'Forgot the password?' }));
    const field = await email();
    expect(document.activeElement).toBe(field);
    await user.type(field, 'mika{Enter}');
    expect(await screen.findByText('E-mail has to be a mail address.')).toBeTruthy();
    await user.type(field, '@acme.example{Enter}');
    expect(await screen.findByText('Look into your mailbox')).toBeTruthy();
    expect(bodies.at(-1)).toEqual({ email: 'mika@acme.example' });
    await user.click(screen.getByRole('button', { name: 'Back to the sign-in' }));
    expect(password()).toBeTruthy();
  });

  it('is nothing to ask for where no mail is sent', async () => {
    renderApp('/sign-in', 'full', NOBODY);
    await email();
    expect(screen.queryByRole('button', { name: 'Forgot the password?' })).toBeNull();
  });
});
