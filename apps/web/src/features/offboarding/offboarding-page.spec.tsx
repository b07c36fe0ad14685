import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { personOf } from '../../testing/auth-answers.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const PAGE = '/members/user-4/offboarding';
const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));
const plan = () => screen.findByRole('region', { name: 'Plan' });
const steps = async (): Promise<string[]> =>
  within(await plan())
    .getAllByRole('listitem')
    .map(textOf);

describe('the page of a leaving', () => {
  it('says what breaks, and what to do in which order', async () => {
    const { container } = renderApp(PAGE);
    await plan();
    expect(answer(container)).toMatch(
      /^2 things have to be done before Kenji Abe leaves: 1 key is in use \(\$[\d,.]+ in 30 days\) and 1 project has no other owner\.$/,
    );
    const found = await steps();
    expect(found[0]).toMatch(
      /^before they leaveMove .* to a service accountPlan rotationIt was used in the last 30 days/,
    );
    expect(found.at(-1)).toContain('Remove Kenji Abe from the organization');
    expect(textOf(screen.getByRole('region', { name: 'What else' }))).toContain('waiting@acme.example');
    expect(textOf(screen.getByRole('region', { name: 'Projects' }))).toContain('only owner');
    expect(screen.getByRole('link', { name: 'Open project members' }).getAttribute('href')).toBe(
      '/projects/proj_1?tab=members',
    );
  });

  it('counts a step as done when the lists show it', async () => {
    const { keys, queryClient } = renderApp(PAGE);
    const name = /Move (.*) to a service account/.exec((await steps())[0] ?? '')?.[1];
    const [first] = keys.items.filter(({ owner }) => owner?.id === 'user-4');
    keys.items = keys.items.map((item) =>
      item.id === first?.id ? { ...item, gone_at: '2026-11-21T14:00:00Z' } : item,
    );
    await queryClient.invalidateQueries({ queryKey: ['directory'] });
    await waitFor(async () => expect((await steps())[0]).toBe(`doneMove ${name} to a service account${WHY}`));
  });

  it('removes with a reason, and asks for the name where something still breaks', async () => {
    const user = userEvent.setup();
    const { asked } = renderApp(PAGE);
    await plan();
    const [remove] = screen.getAllByRole('button', { name: 'Remove from organization' });
    if (remove !== undefined) await user.click(remove);
    const dialog = within(await screen.findByRole('dialog', { name: /^Remove .*Kenji Abe/ }));
    expect(dialog.getByText(/1 key is in use/)).toBeTruthy();
    await user.type(dialog.getByLabelText('Reason'), 'left the company');
    await user.click(dialog.getByRole('button', { name: 'Remove member' }));
    const removals = (): string[] => asked.filter((call) => call.startsWith('DELETE'));
    expect(removals()).toEqual([]);
    await user.type(dialog.getByLabelText(/^Type/), 'Kenji Abe');
    await user.click(dialog.getByRole('button', { name: 'Remove member' }));
    await waitFor(() =>
      expect(removals()).toEqual(['DELETE /api/v1/members/user-4?reason=left+the+company&organization=org-acme']),
    );
  });

  it('says where nothing breaks, and offers nothing to whoever may only look', async () => {
    const { container } = renderApp('/members/user-6/offboarding', 'full', { person: personOf('viewer') });
    await plan();
    expect(answer(container)).toBe('Nothing breaks when Jonas Weber leaves.');
    expect(screen.queryByRole('button', { name: 'Remove from organization' })).toBeNull();
    cleanup();
    renderApp('/members/nobody/offboarding');
    expect(await screen.findByRole('heading', { level: 1, name: 'There is no such member here' })).toBeTruthy();
  });
});

const WHY = 'It was used in the last 30 days: what calls with it would fail.';
