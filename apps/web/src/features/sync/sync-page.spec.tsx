import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const ready = () => screen.findByRole('heading', { name: 'Coverage by feed' });
const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));
const rowOf = (name: RegExp): string =>
  within(screen.getByRole('table', { name: 'Coverage by feed' }))
    .getAllByRole('row')
    .map(textOf)
    .find((row) => name.test(row)) ?? '';

describe('the Sync page', () => {
  it('says through which day costs are complete, and how each group of feeds is', async () => {
    const { container } = renderApp('/sync');
    await ready();
    expect(answer(container)).toBe('Costs are collected through 20 November. All 3 feeds are on time.');
    for (const part of ['Costs1 feed', '1 Oct 2025', '4 min', '1 h', '26', 'up to date']) {
      expect(rowOf(/^Costs/)).toContain(part);
    }
    expect(rowOf(/lists/)).toContain('2 of 2 lists read completely');
  });

  it('groups sixty feeds, and names the one thing that needs a person', async () => {
    const { container } = renderApp('/sync', 'whole');
    await ready();
    expect(answer(container)).toBe(
      'Costs are collected through 20 November. One gap needs you: Chats, per minute, 19 Nov, 19:00\u201321:00 UTC.',
    );
    expect(rowOf(/^Usage per minute/)).toContain('Chats: 1 gap, 19 Nov, 19:00\u201321:00 UTC');
    expect(rowOf(/^Usage per hour/)).toContain('Chats: collecting history, 61%');
    expect(rowOf(/^Usage per day/)).toContain('up to date');
  });

  it('opens a group to its feeds, by keyboard too, and keeps that in the address', async () => {
    const user = userEvent.setup();
    const { router } = renderApp('/sync', 'whole');
    await ready();
    expect(rowOf(/^Weather/i)).toBe('');
    screen.getByRole('button', { name: /^Projects, keys, lists/ }).focus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(router.state.location.searchStr).toBe('?open=lists'));
    expect(rowOf(/^Rate limits/)).toContain('up to date');
    // A feed of another version has no words; its own name is better than none.
    expect(rowOf(/^weather/)).toContain('up to date');
  });

  it('alarms nobody about what OpenAI does not offer here', async () => {
    renderApp('/sync?open=costs&open=auditLog', 'whole');
    await ready();
    expect(rowOf(/^Costs by user/)).toContain('OpenAI does not offer it here; asked again every hour');
    expect(screen.getByText('2 not offered here')).toBeTruthy();
    expect(screen.getByText('25 of 26 feeds on time')).toBeTruthy();
    expect(screen.queryByText(/no longer knows/, { selector: '.notice-title' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Try again: Costs by user' })).toBeTruthy();
  });

  it('syncs one feed, shows it at once and says so', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/sync?open=lists');
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

  it('shows how far the history has come and what it will still cost', async () => {
    const { container } = renderApp('/sync', 'first-sync');
    await ready();
    expect(answer(container)).toBe('Collecting your first 13 months: 33% of the days are here, newest first.');
    const card = screen.getByRole('heading', { name: /^History:/ }).closest('section');
    for (const part of ['33%', 'about 6 min left', '137 of 417', '21 of about 62', '41 calls left', '1 Oct 2025']) {
      expect(textOf(card)).toContain(part);
    }
  });

  it('names a gap, what it touches, and fills it on request', async () => {
    const user = userEvent.setup();
    const { container, bodies } = renderApp('/sync', 'gaps');
    await ready();
    expect(answer(container)).toContain('One gap needs you: Costs by project, line item, key, 11\u201312 Nov.');
    const card = screen.getByRole('heading', { name: 'Gaps: Costs' }).closest('section');
    expect(textOf(card)).toContain('totals, charts and comparisons of money');
    await user.click(screen.getByRole('button', { name: 'Fill gap now' }));
    expect(bodies).toEqual([{ feeds: ['costs'], start: '2026-11-11T00:00:00Z', end: '2026-11-13T00:00:00Z' }]);
  });

  it('fills a gap of two hours as two hours', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/sync', 'whole');
    await ready();
    await user.click(screen.getByRole('button', { name: 'Fill gap: Usage per minute' }));
    expect(bodies).toEqual([{ feeds: ['usage-1m/chats'], start: '2026-11-19T19:00:00Z', end: '2026-11-19T21:00:00Z' }]);
  });

  it('says when and why collecting has stopped', async () => {
    const { container } = renderApp('/sync?open=lists', 'refused');
    await ready();
    expect(answer(container)).toBe(
      'Collecting has stopped at 13:41 UTC: OpenAI refused the admin key (401, req_9d21e7)',
    );
    expect(screen.getAllByText('stopped, needs you', { selector: 'td', exact: false }).length).toBeGreaterThan(2);
    expect(screen.getAllByRole('alert')).toHaveLength(1);
  });

  it('words the last error of one feed, with what to quote, while the others go on', async () => {
    renderApp('/sync?open=costs', 'stale');
    await ready();
    const notice = screen.getByText('OpenAI asks to slow down (429, req_77ab04)', { selector: '.notice-title' });
    expect(textOf(notice.closest('.notice'))).toContain('goes on by itself');
    expect(rowOf(/^Costs by project/)).toContain(
      'failed 7 times, tries again in 8 minOpenAI asks to slow down (429, req_77ab04)',
    );
  });

  it('names a missing scope once, and which pages it costs (case 4)', async () => {
    const { container } = renderApp('/sync', 'scopeless');
    await ready();
    expect(answer(container)).toContain('the admin key lacks api.audit_logs.read');
    const notice = screen.getByText('The admin key may not read this (403, req_5c0ffe)').closest('.notice');
    expect(textOf(notice)).toContain('Audit log: who created, changed or deleted what');
    expect(rowOf(/^Audit log/)).toContain('off: the admin key lacks api.audit_logs.read');
  });

  it('pauses everything for a reason that has to be given', async () => {
    const user = userEvent.setup();
    const { bodies, asked } = renderApp('/sync');
    await ready();
    await user.click(screen.getByRole('button', { name: 'Pause' }));
    const dialog = await screen.findByRole('dialog', { name: 'Pause: everything' });
    await user.click(within(dialog).getByRole('button', { name: 'Pause collecting' }));
    expect(within(dialog).getByRole('alert')).toBeTruthy();
    await user.type(within(dialog).getByRole('textbox'), 'month end{Enter}');
    await waitFor(() => expect(bodies).toEqual([{ reason: 'month end' }]));
    expect(asked).toContain('POST /api/v1/sync/pause');
    expect(await screen.findByText('3 feeds are paused')).toBeTruthy();
  });

  it('pauses one feed alone', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/sync?open=lists');
    await ready();
    await user.click(screen.getByRole('button', { name: 'Pause: Projects' }));
    await user.type(await screen.findByRole('textbox'), 'too many calls{Enter}');
    await waitFor(() => expect(bodies).toEqual([{ feeds: ['projects'], reason: 'too many calls' }]));
  });

  it('says since when and why collecting is paused, and lets it go on', async () => {
    const user = userEvent.setup();
    const { container, bodies } = renderApp('/sync', 'paused');
    await ready();
    expect(answer(container)).toBe('Collecting is paused since 09:12 UTC: Month end: leave the rate limit to finance');
    expect(textOf(container.querySelector('.freshness'))).toBe('Paused: synced 5 h 12 min ago');
    expect(rowOf(/^Costs/)).toContain('paused for 5 h');
    expect(screen.getByText('3 feeds paused')).toBeTruthy();
    expect(screen.queryByText(/feeds on time|backfills? running/)).toBeNull();
    await user.click(screen.getAllByRole('button', { name: 'Go on' })[0]!);
    expect(bodies).toEqual([{ feeds: ['costs', 'projects', 'api-keys'] }]);
    expect(await screen.findByText('3 feeds go on')).toBeTruthy();
  });

  it('says on the pages of figures that they wait for a pause', async () => {
    const { container } = renderApp('/costs', 'paused');
    await screen.findByText(
      (_, element) =>
        textOf(element) ===
        'Collecting is paused since 21 Nov 2026, 09:12 UTC: Month end: leave the rate limit to finance',
      { selector: '.notice-title' },
    );
    expect(textOf(container.querySelector('.freshness'))).toBe('Paused: synced 5 h 12 min ago');
  });
});
