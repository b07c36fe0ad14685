import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const ready = () => screen.findByRole('heading', { name: 'Coverage by feed' });
const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));

describe('the Sync page', () => {
  it('says through which day costs are complete, and how each feed is', async () => {
    const { container } = renderApp('/sync');
    await ready();
    expect(answer(container)).toBe('Costs are collected through 20 November; every feed is on time.');
    const [, costs] = within(screen.getByRole('table', { name: 'Coverage by feed' }))
      .getAllByRole('row')
      .map(textOf);
    for (const part of ['Costs by project, line item, key', '1 Oct 2025', '4 min', '1 h', '26', 'up to date']) {
      expect(costs).toContain(part);
    }
  });

  it('syncs one feed, shows it at once and says so', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/sync');
    await ready();
    await user.click(screen.getByRole('button', { name: 'Sync now: Projects' }));
    expect(bodies).toEqual([{ feeds: ['projects'] }]);
    expect(await screen.findByText('1 feed is syncing')).toBeTruthy();
  });

  it('syncs all feeds', async () => {
    const user = userEvent.setup();
    const { bodies, asked } = renderApp('/sync');
    await ready();
    const before = asked.filter((each) => each === 'GET /api/v1/sync').length;
    await user.click(screen.getByRole('button', { name: 'Sync all now' }));
    expect(bodies).toEqual([{}]);
    await waitFor(() => expect(asked.filter((each) => each === 'GET /api/v1/sync').length).toBeGreaterThan(before));
  });

  it('shows how far the history has come', async () => {
    const { container } = renderApp('/sync', 'first-sync');
    await ready();
    expect(answer(container)).toBe('Collecting your first 13 months: 33% of the days are here, newest first.');
    const card = screen.getByRole('heading', { name: /^History:/ }).closest('section');
    for (const part of ['33%', 'about 6 min left', '137 of 417', '21 of about 62', '1 Oct 2025']) {
      expect(textOf(card)).toContain(part);
    }
  });

  it('names a gap and fills it on request', async () => {
    const user = userEvent.setup();
    const { container, bodies } = renderApp('/sync', 'gaps');
    await ready();
    expect(answer(container)).toBe('Costs are collected through 20 November but for 2 missing days.');
    await user.click(screen.getByRole('button', { name: 'Fill gap now' }));
    expect(bodies).toEqual([{ feeds: ['costs'], start: '2026-11-11T00:00:00Z', end: '2026-11-13T00:00:00Z' }]);
  });

  it('says when and why collecting has stopped', async () => {
    const { container } = renderApp('/sync', 'refused');
    await ready();
    expect(answer(container)).toBe(
      'Collecting has stopped at 13:41 UTC: OpenAI refused the admin key (401, req_9d21e7)',
    );
    expect(screen.getAllByText('stopped, needs you', { selector: 'td' })).toHaveLength(3);
    expect(screen.getAllByRole('alert')).toHaveLength(1);
  });

  it('words the last error of one feed while the others go on', async () => {
    renderApp('/sync', 'stale');
    await ready();
    const notice = screen.getByText('OpenAI asks to slow down (429, req_77ab04)').closest('.notice');
    expect(textOf(notice)).toContain('goes on by itself');
    expect(screen.getByText('failed 7 times, tries again in 8 min', { selector: 'td' })).toBeTruthy();
  });
});
