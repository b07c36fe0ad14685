import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));
const ready = () => screen.findByRole('heading', { name: 'By project' });

describe('the Overview', () => {
  it('answers in one sentence, on the same number of complete days', async () => {
    const { container } = renderApp('/');
    await ready();
    expect(answer(container)).toBe(
      'You spent $18,300.22 so far in November, +15.6% (+$2,467.13) on the same 20 complete days of October. ' +
        '$1,836.59 of the rise is Sim Generator.',
    );
  });

  it('shows the same figures in tiles and table', async () => {
    const { container } = renderApp('/');
    await ready();
    await waitFor(() => expect(textOf(container.querySelector('.tiles'))).toContain('$24,709.32'));
    const tiles = textOf(container.querySelector('.tiles'));
    for (const part of ['$18,300.22', '$915.01', 'over 20 complete days', 'Fleet Planner'])
      expect(tiles).toContain(part);
    const foot = screen.getByRole('table', { name: 'By project' }).querySelector('tfoot');
    expect(textOf(foot)).toContain('18,300.22100.0%15,833.09');
  });

  it('names what to do next, and links to it', async () => {
    renderApp('/');
    await ready();
    const link = screen.getByRole('link', { name: /Find out what drives .*Sim Generator/ });
    expect(link.getAttribute('href')).toBe('/costs?group_by=line_item&project_id=proj_5');
  });

  it('has a table one key away from the chart, with a link of its own', async () => {
    const user = userEvent.setup();
    const { router } = renderApp('/');
    await ready();
    await user.click(screen.getByRole('radio', { name: 'Table' }));
    expect(router.state.location.searchStr).toBe('?view=table');
    expect(within(screen.getByRole('table', { name: 'By day' })).getAllByRole('row')).toHaveLength(23);
  });

  it('shows progress while the history is collected', async () => {
    renderApp('/', 'first-sync');
    await ready();
    expect(screen.getByRole('progressbar', { name: 'History collected' }).getAttribute('aria-valuenow')).toBe('33');
    expect(screen.getByText('137 of 417 days are here, newest first.', { exact: false })).toBeTruthy();
  });

  it('waits in words before the first answer', async () => {
    const { container } = renderApp('/', 'connecting');
    await screen.findByRole('heading', { name: 'This range is not collected yet' });
    expect(answer(container)).toBe('Waiting for the first answer from OpenAI.');
    expect(screen.getByRole('heading', { name: 'Wait for the first figures' })).toBeTruthy();
  });

  it('says that nothing was spent, which is known', async () => {
    const { container } = renderApp('/', 'empty');
    await screen.findByRole('heading', { name: 'No cost in this range' });
    expect(answer(container)).toBe('You spent nothing so far in November, on 20 complete days.');
  });

  it('says in the demo that no figure is real', async () => {
    renderApp('/', 'demo');
    await ready();
    expect(textOf(screen.getByRole('complementary', { name: 'Demo' }))).toContain('no figure here is real');
  });

  it('offers navigation to what exists, and a way past it', async () => {
    renderApp('/');
    await ready();
    const links = within(screen.getByRole('navigation', { name: 'Main' })).getAllByRole('link');
    expect(links.map(textOf)).toEqual([
      'Bursar',
      'Overview',
      'Costs',
      'Usage',
      'Keys',
      'Members',
      'Projects',
      'Audit log',
      'Sync',
      'People',
      'Organizations',
      'Activity',
    ]);
    expect(screen.getByRole('link', { name: 'Skip to content' }).getAttribute('href')).toBe('#main');
  });
});
