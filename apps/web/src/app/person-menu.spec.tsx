import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { personOf } from '../testing/auth-answers.js';
import { renderApp, textOf } from '../testing/render-app.js';
import { initialsOf } from './person-menu.js';

afterEach(cleanup);

const open = async (user: ReturnType<typeof userEvent.setup>, name: RegExp) => {
  await user.click(await screen.findByRole('button', { name }));
  return screen.findByRole('menu');
};

describe('the menu of the person', () => {
  it('says who looks, with which role, and how much they see', async () => {
    const user = userEvent.setup();
    renderApp('/sync', 'full', { person: personOf('finance', ['proj_1', 'proj_2', 'proj_3']) });
    const menu = await open(user, /Mika of finance.*, Finance/);
    expect(textOf(menu)).toContain('Mika of financefinance@acme.exampleFinance \u00b7 3 projects only');
    expect(screen.queryByText('Look as')).toBeNull();
  });

  it('signs out, on the way to nowhere', async () => {
    const user = userEvent.setup();
    const { router, asked } = renderApp('/sync');
    const menu = await open(user, /, Owner/);
    expect(textOf(menu)).toContain('Every project');
    await user.click(screen.getByRole('menuitem', { name: 'Sign out' }));
    await screen.findByRole('heading', { name: 'Sign in', level: 1 });
    expect(asked).toContain('POST /api/auth/sign-out');
    expect(router.state.location.href).toBe('/sign-in');
    expect(screen.queryByText(/You were signed out/)).toBeNull();
  });

  it('looks as another role in the demo, at the same address', async () => {
    const user = userEvent.setup();
    const { router, bodies } = renderApp('/audit-log', 'demo');
    await open(user, /, Owner/);
    await user.click(screen.getByRole('menuitem', { name: 'Viewer' }));
    expect(await screen.findByRole('heading', { name: 'You may not see the audit log', level: 2 })).toBeTruthy();
    expect(bodies).toEqual([{ role: 'viewer' }]);
    await waitFor(() => expect(screen.queryByRole('link', { name: 'Audit log' })).toBeNull());
    expect(router.state.location.href).toBe('/audit-log');
  });

  it.each([
    ['Mika Kataoka', 'MK'],
    ['mika', 'M'],
    ['Ana María de la Cruz', 'AC'],
    ['片岡 美香', '片美'],
    ['\u202e<b>', 'B'],
    ['!?', '?'],
  ])('shortens %j to %s', (name, initials) => expect(initialsOf(name)).toBe(initials));
});
