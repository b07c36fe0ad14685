import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { CODE, PASSWORD } from '../../testing/auth-answers.js';
import { LINK_TOKEN } from '../../testing/people-answers.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const NOBODY = { person: null };
const LINK = `/welcome#${LINK_TOKEN}`;
const password = () => screen.findByLabelText<HTMLInputElement>('Password');

describe('the page behind a link', () => {
  it('says whom it is for, keeps the token out of the address, and signs in with the chosen password', async () => {
    const user = userEvent.setup();
    const { container, router, bodies } = renderApp(LINK, 'full', NOBODY);
    const field = await password();
    expect(field.autocomplete).toBe('new-password');
    expect(document.activeElement).toBe(field);
    expect(textOf(container)).toContain('Vic Viewer, you are invited.');
    expect(textOf(container)).toContain('vic@acme.example');
    expect(router.history.location.href).toBe('/welcome');
    await user.type(field, 'short{Enter}');
    expect(await screen.findByText('Password has to have at least 12 characters.')).toBeTruthy();
    await user.clear(field);
    await user.type(field, `${PASSWORD}{Enter}`);
    expect(await screen.findByRole('button', { name: /, Viewer/ })).toBeTruthy();
    expect(router.state.location.href).toBe('/');
    expect(bodies.at(-1)).toEqual({ token: LINK_TOKEN, password: PASSWORD });
  });

  it('asks for the code afterwards, where there is a second factor', async () => {
    const user = userEvent.setup();
    renderApp(LINK, 'full', { ...NOBODY, asksCode: true });
    await user.type(await password(), `${PASSWORD}{Enter}`);
    await user.type(await screen.findByLabelText('Code'), `${CODE}{Enter}`);
    expect(await screen.findByRole('navigation', { name: 'Main' })).toBeTruthy();
  });

  it('says what to do about a link that opens nothing', async () => {
    renderApp('/welcome#another', 'full', NOBODY);
    const alert = await screen.findByRole('alert');
    expect(textOf(alert)).toContain('Ask for a new one.');
    expect(screen.queryByLabelText('Password')).toBeNull();
  });

  it('says that a part of the link is missing', async () => {
    const { asked } = renderApp('/welcome', 'full', NOBODY);
    expect(await screen.findByText('A part of the link is missing')).toBeTruthy();
    expect(asked).toEqual(['GET /api/auth/state']);
  });

  it('opens for somebody who is signed in, too', async () => {
    renderApp(LINK);
    expect(await password()).toBeTruthy();
    expect(screen.queryByRole('navigation', { name: 'Main' })).toBeNull();
  });
});
