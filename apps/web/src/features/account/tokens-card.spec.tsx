import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { personOf } from '../../testing/auth-answers.js';
import { renderApp, textOf } from '../../testing/render-app.js';
import { someTokens, TOKEN } from '../../testing/token-answers.js';

afterEach(cleanup);

const rows = async (): Promise<string[]> => {
  const table = await screen.findByRole('table', { name: 'API tokens' });
  return within(table).getAllByRole('row').slice(1).map(textOf);
};

describe('the tokens of the account', () => {
  it('say what they may do, when they were used and when they end', async () => {
    renderApp('/account');
    expect(await rows()).toEqual([
      expect.stringContaining('Month-end reportMika of ownerSee costs and See usagenever15 Jan 2027'),
      expect.stringMatching(/Old scriptAnn AdminStart and pause collecting in 1 project only.*expired/),
    ]);
  });

  it('are made with what the person may do, and shown once', async () => {
    const user = userEvent.setup();
    const person = { ...personOf('viewer'), id: 'owner' };
    const { bodies } = renderApp('/account', 'full', { person, tokens: [] });
    await screen.findByText('There is no token yet.');
    await user.click(screen.getByRole('button', { name: 'Make a token' }));
    const dialog = within(await screen.findByRole('dialog'));
    const offered = dialog.getAllByRole('checkbox').map((box) => textOf(box.closest('label')));
    expect(offered).toEqual([
      'See costs',
      'See usage',
      'See projects, members, keys and limits',
      'See how collecting goes',
    ]);
    await user.click(dialog.getByRole('checkbox', { name: 'See costs' }));
    await user.type(dialog.getByLabelText('Name'), 'Report{Enter}');
    expect(await dialog.findByText('Choose at least one.')).toBeTruthy();
    await user.click(dialog.getByRole('checkbox', { name: 'See usage' }));
    await user.clear(dialog.getByLabelText('Days until it expires'));
    await user.type(dialog.getByLabelText('Days until it expires'), '30{Enter}');
    expect(await screen.findByText(TOKEN)).toBeTruthy();
    const body = { name: 'Report', permissions: ['usage.read'], project_ids: null, expires_in_days: 30 };
    expect(bodies.at(-1)).toEqual(body);
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Copy' }));
    expect(await navigator.clipboard.readText()).toBe(TOKEN);
    await user.click(screen.getByRole('button', { name: 'I have kept it' }));
    await waitFor(() => expect(screen.queryByText(TOKEN)).toBeNull());
    expect(await rows()).toEqual([expect.stringContaining('Report')]);
  });

  it('are given nothing that reaches beyond the projects that they are limited to', async () => {
    const user = userEvent.setup();
    renderApp('/account', 'full', { person: personOf('admin'), tokens: [] });
    await user.click(await screen.findByRole('button', { name: 'Make a token' }));
    const dialog = within(await screen.findByRole('dialog'));
    const activity = dialog.getByRole<HTMLInputElement>('checkbox', { name: 'See what was done in Bursar' });
    await user.click(activity);
    expect([activity.checked, activity.disabled]).toEqual([true, false]);
    await user.click(dialog.getByRole('radio', { name: 'Only some' }));
    expect([activity.checked, activity.disabled]).toEqual([false, true]);
  });

  it('end once that was confirmed', async () => {
    const user = userEvent.setup();
    const { auth } = renderApp('/account');
    await rows();
    await user.click(screen.getByRole('button', { name: /^End the token.*Old script/ }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/are refused from the next call on/)).toBeTruthy();
    expect(auth.tokens).toEqual(someTokens());
    await user.click(dialog.getByRole('button', { name: 'End it' }));
    await waitFor(async () => expect(await rows()).toHaveLength(1));
  });
});
