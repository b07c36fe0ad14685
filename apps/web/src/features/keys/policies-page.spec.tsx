import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { personOf } from '../../testing/auth-answers.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const card = () => screen.findByRole('region', { name: 'What keys have to be like' });

describe('the policies of keys', () => {
  it('are told in words, and changed as a whole with a reason', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/keys/policies');
    const before = textOf(await card());
    for (const part of ['180 days', '90 days', '7 days', 'with “prod” in their name', 'nobody has changed it'])
      expect(before).toContain(part);
    await user.click(screen.getByRole('button', { name: 'Change policy' }));
    const dialog = within(await screen.findByRole('dialog'));
    const age = dialog.getByLabelText('Rotate after (days)');
    await user.clear(age);
    await user.type(age, '0');
    await user.type(dialog.getByLabelText('Reason'), 'audit');
    await user.click(dialog.getByRole('button', { name: 'Set policy' }));
    expect(await dialog.findByText('A whole number of days from 1 to 3,650, or nothing.')).toBeTruthy();
    await user.clear(age);
    await user.click(dialog.getByRole('checkbox', { name: /^Every key has to expire/ }));
    await user.click(dialog.getByRole('button', { name: 'Set policy' }));
    await waitFor(() => expect(bodies).toHaveLength(1));
    expect(bodies[0]).toEqual({
      max_age_days: null,
      stale_after_days: 90,
      never_used_after_days: 7,
      require_expiry: true,
      require_name: true,
      no_member_keys_in: { project_ids: [], name_contains: 'prod' },
      reason: 'audit',
      organization: 'org-acme',
    });
    await waitFor(async () => expect(textOf(await card())).toContain('asks nothing'));
  });

  it('are only read by whoever may not set them', async () => {
    renderApp('/keys/policies', 'full', { person: personOf('admin', ['proj_1']) });
    await card();
    expect(screen.queryByRole('button', { name: 'Change policy' })).toBeNull();
    cleanup();
    renderApp('/keys/policies', 'failing');
    expect((await screen.findAllByRole('alert')).length).toBeGreaterThan(0);
  });
});
