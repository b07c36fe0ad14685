/** A key with an open incident: first of all that is to be done, and not to be snoozed away. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { KeyInventoryItem } from '@bursar/contract';
import { personOf } from '../../testing/auth-answers.js';
import { decided } from '../../testing/key-world.js';
import { renderApp, type RenderedApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const SNOOZE = { reason: 'moved next week', until: '2026-12-01T00:00:00Z', since: '2026-11-20T00:00:00Z', by: 'Mika' };
const LEAK = { reason: 'leaked', since: '2026-11-20T00:00:00Z', days: 1 } as const;

/** The first key leaks, which is without trouble otherwise. */
function withLeak(address: string, part: Partial<KeyInventoryItem> = {}, role: 'owner' | 'viewer' = 'owner') {
  const app: RenderedApp = renderApp(address, 'full', { person: personOf(role) });
  const [first] = app.keys.items;
  if (first === undefined) throw new Error('There are no keys.');
  const leaked = decided({ ...first, name: 'shop-prod', risks: [LEAK], ...part });
  app.keys.items[0] = leaked;
  return { ...app, leaked };
}

const steps = async (): Promise<HTMLElement[]> => {
  await screen.findByRole('heading', { name: /^Stop .*shop-prod/ });
  return within(screen.getByRole('region', { name: 'What to do next' })).getAllByRole('listitem');
};

describe('a possible leak', () => {
  it('comes before all else, snoozed or not, and leads to the leak desk', async () => {
    const { container, leaked } = withLeak('/keys', { snoozed: SNOOZE });
    const [first] = await steps();
    expect(textOf(first ?? null)).toContain('It may have leaked: since 20 Nov 2026, 1 day');
    const link = within(first ?? document.body).getByRole('link', { name: /^Open leak desk Stop/ });
    expect(link.getAttribute('href')).toBe(`/keys/leak-desk?key=${leaked.id}&project=${leaked.project_id}`);
    await waitFor(() =>
      expect(textOf(container.querySelector('.answer'))).toMatch(
        /^9 of 11 keys need a decision: 1 may have leaked and 2/,
      ),
    );
  });

  it('leaves what else speaks against a snoozed key asleep', async () => {
    withLeak('/keys', { snoozed: SNOOZE, risks: [LEAK, { reason: 'unnamed', since: null, days: null }] });
    await steps();
    expect(screen.queryByRole('heading', { name: 'Give 2 keys a label' })).toBeNull();
  });

  it('is listed for whoever may see no incidents', async () => {
    withLeak('/keys', {}, 'viewer');
    const [first] = await steps();
    expect(
      within(first ?? document.body)
        .getByRole('link')
        .getAttribute('href'),
    ).toContain('risk=leaked');
  });

  it('asks for a decision on the page of a snoozed key, and says that a snooze puts it off no more', async () => {
    const user = userEvent.setup();
    const { leaked } = withLeak('/keys?risk=leaked');
    await user.click(await screen.findByRole('checkbox', { name: /shop-prod/ }));
    await user.click(screen.getByRole('button', { name: 'Snooze' }));
    const dialog = await screen.findByRole('dialog', { name: 'Snooze 1 key' });
    expect(textOf(dialog)).toContain('Goes on asking for a decision: it may have leaked.');
    cleanup();
    const { container } = withLeak(`/keys/${leaked.id}?project=${leaked.project_id}`, { snoozed: SNOOZE });
    await waitFor(() =>
      expect(textOf(container.querySelector('.answer'))).toMatch(/It needs a decision: possible leak\.$/),
    );
  });
});
