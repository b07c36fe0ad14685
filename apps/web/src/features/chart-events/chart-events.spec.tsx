import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { personOf } from '../../testing/auth-answers.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const EVENTS = 'GET /api/v1/audit-events';
const askedFor = (asked: readonly string[]): URLSearchParams[] =>
  asked.filter((each) => each.startsWith(`${EVENTS}?`)).map((each) => new URLSearchParams(each.split('?')[1]));
const list = () => screen.findByRole('list', { name: 'Events of the chart' });

describe('events on a chart', () => {
  it('are read when they are wanted, of the time of the chart, and told below it by number', async () => {
    const user = userEvent.setup();
    const { asked, router } = renderApp('/costs');
    const button = await screen.findByRole('button', { name: 'Events' });
    expect(button.getAttribute('aria-pressed')).toBe('false');
    expect(askedFor(asked)).toEqual([]);
    await user.click(button);
    const items = within(await list()).getAllByRole('listitem');
    expect(textOf(items.at(-1) ?? null)).toMatch(
      /^12\s?21 Nov 01:48 UTC: API key changed by hana\.mori@example\.com.*21 Nov 07:58 UTC: .*and 1 more$/,
    );
    const [question] = askedFor(asked);
    expect([question?.get('start'), question?.get('end'), question?.get('limit')]).toEqual([
      '2026-11-01',
      '2026-11-22',
      '200',
    ]);
    expect(question?.getAll('event_type')).toContain('rate_limit.updated');
    expect(router.state.location.searchStr).toBe('?events=on');
    expect(screen.getByRole('link', { name: /^21 Nov 01:48 UTC/ }).getAttribute('href')).toMatch(
      /^\/audit-log\?event=/,
    );
    await user.click(screen.getByRole('button', { name: 'Events' }));
    await waitFor(() => expect(screen.queryByRole('list', { name: 'Events of the chart' })).toBeNull());
    expect(router.state.location.searchStr).toBe('');
  });

  it('show the newest marks first, and the earlier ones when asked', async () => {
    const user = userEvent.setup();
    renderApp('/costs?events=on');
    expect(within(await list()).getAllByRole('listitem')).toHaveLength(6);
    await user.click(screen.getByRole('button', { name: 'Show 6 earlier marks' }));
    expect(within(await list()).getAllByRole('listitem')).toHaveLength(12);
  });

  it('are those of the project or the key that the chart is filtered to', async () => {
    const first = renderApp('/costs?events=on&project_id=proj_5');
    await list();
    expect(askedFor(first.asked)[0]?.getAll('project_id')).toEqual(['proj_5']);
    expect(screen.getByText(/OpenAI books on the default project/)).toBeTruthy();
    cleanup();
    const second = renderApp('/costs?events=on&project_id=proj_5&api_key_id=key_proj_5_0');
    await list();
    const [question] = askedFor(second.asked);
    expect([question?.getAll('resource_id'), question?.has('project_id')]).toEqual([['key_proj_5_0'], false]);
  });

  it('say what is left out, and where all of them are', async () => {
    const { script } = renderApp('/costs?events=on');
    script.set(EVENTS, [[200, { data: [], next_cursor: 'more' }]]);
    expect(await screen.findByText(/Only the newest 200 events are drawn/)).toBeTruthy();
    const link = screen.getByRole('link', { name: 'All in the audit log' });
    expect(link.getAttribute('href')).toBe('/audit-log?range=2026-11-01..2026-11-21');
  });

  it('say that nothing happened, and that they could not be read', async () => {
    renderApp('/costs?events=on', 'audit-off');
    expect(await screen.findByText(/OpenAI logged no change of keys, limits, members or projects/)).toBeTruthy();
    cleanup();
    const { script } = renderApp('/costs?events=on');
    script.set(EVENTS, ['lost']);
    expect(await screen.findByText('Bursar does not answer')).toBeTruthy();
  });

  it('are offered to nobody who may not see the log, whatever the link says', async () => {
    const { asked } = renderApp('/costs?events=on', 'full', { person: personOf('viewer') });
    await screen.findByRole('heading', { name: /^Cost per/ });
    expect(screen.queryByRole('button', { name: 'Events' })).toBeNull();
    expect(askedFor(asked)).toEqual([]);
  });

  it('are on the page of a project too, of that project', async () => {
    const user = userEvent.setup();
    const { asked, router } = renderApp('/projects/proj_5');
    await user.click(await screen.findByRole('button', { name: 'Events' }));
    await list();
    expect(askedFor(asked)[0]?.getAll('project_id')).toEqual(['proj_5']);
    expect(router.state.location.searchStr).toBe('?events=on');
  });

  it('are in the explorer of usage, down to the hours of its range', async () => {
    const { asked } = renderApp('/usage/completions?range=24h&events=on');
    await list();
    const [question] = askedFor(asked);
    expect([question?.get('start'), question?.get('end')]).toEqual(['2026-11-20T15:00:00Z', '2026-11-21T15:00:00Z']);
  });
});
