import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { CAPABILITIES, usageCapabilities } from '@bursar/contract/capabilities';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const LABELS = usageCapabilities(CAPABILITIES).map(([, { label }]) => label);
const ready = () => screen.findByRole('heading', { name: 'Table of all usage' });
const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));

describe('the Usage page', () => {
  it('shows a card for each thing that was used, and the others in one line', async () => {
    const { container } = renderApp('/usage');
    await ready();
    expect(container.querySelectorAll('.usage-card')).toHaveLength(4);
    expect(answer(container)).toMatch(/^4 of 11 things that OpenAI counts were used from 22 October to 20 November\./);
    const quiet = textOf(screen.getByText(/^No traffic in this range/));
    expect(quiet.split(',')).toHaveLength(LABELS.length - 4);
  });

  it('says of each what it amounts to, how that changed, its shares and when it was last active', async () => {
    const { container } = renderApp('/usage');
    await ready();
    const card = textOf(container.querySelector('.usage-card'));
    for (const part of [
      LABELS[0],
      '30,435',
      '+25.0%',
      '24,348 before',
      'Cached input41.2% +1.2 pp',
      'last active 18 Oct 2026',
    ]) {
      expect(card).toContain(part);
    }
    expect(container.querySelector('.usage-card .sparkline')).toBeTruthy();
    expect(container.querySelector('.recharts-wrapper')).toBeNull();
  });

  it('has the same numbers in a table, with all that has no card', async () => {
    renderApp('/usage');
    await ready();
    const rows = within(screen.getByRole('table', { name: 'Every headline, with the time before' })).getAllByRole(
      'row',
    );
    expect(rows).toHaveLength(LABELS.length + 1);
    expect(textOf(rows[1] ?? null)).toContain('30,435');
  });

  it('opens an explorer of the same days', async () => {
    const user = userEvent.setup();
    const { router } = renderApp('/usage?range=7d');
    await ready();
    await user.click(screen.getAllByRole('link', { name: LABELS[0] ?? '' })[0] as HTMLElement);
    expect(router.state.location.pathname).toMatch(/^\/usage\/\w+$/);
    expect(router.state.location.searchStr).toBe('?range=7d');
  });

  it('names the scope that is missing, and what is switched off, with what to do', async () => {
    renderApp('/usage', 'gaps');
    await ready();
    const scope = textOf(screen.getByText(/the admin key lacks api\.usage\.read/));
    expect(scope).toContain(`${LABELS[1]}:`);
    expect(screen.getByText(/OpenAI answers 404, so the feature is probably switched off/)).toBeTruthy();
  });

  it('never shows what is not collected as zero', async () => {
    const { container } = renderApp('/usage', 'connecting');
    await screen.findByRole('heading', { name: 'This range is not collected' });
    expect(answer(container)).toMatch(/^Nothing of .* is collected yet\.$/);
    const table = screen.getByRole('table', { name: 'Every headline, with the time before' });
    expect(within(table).queryAllByText('0')).toEqual([]);
  });

  it('says that nothing was used, and where the last day with usage is', async () => {
    renderApp('/usage', 'empty');
    await screen.findByRole('heading', { name: 'Nothing was used in this range' });
    expect(screen.getByText(/The last day with usage is 18 Oct 2026\./)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Go to October 2026' })).toBeTruthy();
  });

  it('words a failure of the server, with a way to try again', async () => {
    renderApp('/usage', 'failing');
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByRole('button', { name: 'Try again' })).toBeTruthy();
  });
});
