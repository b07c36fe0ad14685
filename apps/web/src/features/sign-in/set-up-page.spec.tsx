import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SHORTEST_PASSWORD } from '@bursar/contract';
import { PASSWORD, SET_UP_CODE } from '../../testing/auth-answers.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const NEW = { person: null, needsSetUp: true };
const ready = () => screen.findByRole('heading', { name: 'Set up Bursar', level: 1 });

async function fillIn(user: ReturnType<typeof userEvent.setup>, code: string): Promise<void> {
  await user.type(screen.getByLabelText('Set-up code'), code);
  await user.type(screen.getByLabelText('Your name'), 'Mika Kataoka');
  await user.type(screen.getByLabelText('E-mail'), 'mika@acme.example');
  await user.type(screen.getByLabelText('Password'), `${PASSWORD}{Enter}`);
}

describe('the set-up page', () => {
  it.each(['/', '/costs?group_by=model', '/sign-in'])('is where %s leads before there is an owner', async (address) => {
    const { router } = renderApp(address, 'full', NEW);
    await ready();
    expect(router.state.location.href).toBe('/set-up');
    expect(document.activeElement).toBe(screen.getByLabelText('Set-up code'));
  });

  it('says where the code is, and what a password needs', async () => {
    const { container } = renderApp('/set-up', 'full', NEW);
    await ready();
    expect(textOf(container)).toContain('The code stands in the log of the server');
    expect(screen.getByText(`At least ${SHORTEST_PASSWORD} characters.`)).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>('Set-up code').autocomplete).toBe('one-time-code');
    expect(screen.getByLabelText<HTMLInputElement>('Password').autocomplete).toBe('new-password');
  });

  it('makes the first owner, and opens the Overview for them', async () => {
    const user = userEvent.setup();
    const { router, bodies } = renderApp('/set-up', 'full', NEW);
    await ready();
    await fillIn(user, SET_UP_CODE);
    expect(await screen.findByRole('navigation', { name: 'Main' })).toBeTruthy();
    expect(router.state.location.href).toBe('/');
    const body = { code: SET_UP_CODE, name: 'Mika Kataoka', email: 'mika@acme.example', password: PASSWORD };
    expect(bodies).toEqual([body]);
  });

  it('says at the field that the code is another one, and keeps the rest', async () => {
    const user = userEvent.setup();
    renderApp('/set-up', 'full', NEW);
    await ready();
    await fillIn(user, 'WRONG');
    expect(await screen.findByText('Set-up code is not the code that stands in the log.')).toBeTruthy();
    expect(textOf(screen.getByRole('alert'))).toContain('This is not the code of the log19 tries are left');
    await waitFor(() => expect(document.activeElement?.getAttribute('name')).toBe('code'));
    expect(screen.getByLabelText<HTMLInputElement>('Your name').value).toBe('Mika Kataoka');
  });

  it('names every field that is missing, and begins with the first', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/set-up', 'full', NEW);
    await ready();
    await user.type(screen.getByLabelText('Your name'), 'Mika{Enter}');
    expect(screen.getAllByText(/is missing\.$/)).toHaveLength(3);
    expect(document.activeElement?.getAttribute('name')).toBe('code');
    expect(bodies).toEqual([]);
  });

  it('leads to the sign-in when somebody else was faster', async () => {
    const user = userEvent.setup();
    const { auth } = renderApp('/set-up', 'full', NEW);
    await ready();
    auth.needsSetUp = false;
    await fillIn(user, SET_UP_CODE);
    expect(textOf(await screen.findByRole('alert'))).toContain('Bursar is set up: sign in, or ask an owner');
    await user.click(screen.getByRole('button', { name: 'Go to the sign-in' }));
    expect(await screen.findByRole('heading', { name: 'Sign in', level: 1 })).toBeTruthy();
  });

  it('is nowhere once there is an owner', async () => {
    const { router } = renderApp('/set-up', 'full', { person: null });
    await screen.findByRole('heading', { name: 'Sign in', level: 1 });
    expect(router.state.location.href).toBe('/sign-in');
  });
});
