import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { CAPABILITIES, usageCapabilities } from '@bursar/contract/capabilities';
import { amount, exact, sum } from '../../lib/decimal.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const TABLE = usageCapabilities(CAPABILITIES);
const [NAME = '', CAPABILITY] = TABLE[0] ?? [];
const LEVEL = TABLE.find(([, { measures, headline }]) => measures[headline]?.combine === 'level')?.[0] ?? '';
const ready = () => screen.findByRole('heading', { name: 'Table of the chart' });
const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));
const exactOf = (cell: Element): string => cell.querySelector('data')?.getAttribute('value') ?? '0';

describe('the explorer of a capability', () => {
  it('answers in one sentence over whole days, and compares as many days before', async () => {
    const { container } = renderApp(`/usage/${NAME}`);
    await ready();
    expect(answer(container)).toMatch(
      /^Completions: 1,073,520 input tokens from 22 October to 20 November, 0\.0% \(0\) on 22 September to 21 October\.$/,
    );
  });

  it('offers the very question as a file, with the measure that is shown', async () => {
    renderApp(`/usage/${NAME}?range=24h&bucket=hour&group_by=model`);
    const link = await screen.findByRole('link', { name: 'Export CSV' });
    const { pathname, searchParams } = new URL(link.getAttribute('href') ?? '', 'http://bursar.test');
    expect(pathname).toBe(`/api/v1/usage/${NAME}/export`);
    expect(Object.fromEntries(searchParams)).toEqual({
      start: expect.stringMatching(/T\d\d:00:00Z$/),
      end: expect.stringMatching(/T\d\d:00:00Z$/),
      bucket: 'hour',
      group_by: 'model',
      measure: CAPABILITY?.headline,
    });
  });

  it('shows a table whose cells add up to its foot, exactly', async () => {
    renderApp(`/usage/${NAME}`);
    await ready();
    const table = screen.getByRole('table', { name: 'By day' });
    const totals = [...table.querySelectorAll('tbody tr')].flatMap((row) =>
      [...row.querySelectorAll('td.strong')].map(exactOf),
    );
    const foot = [...table.querySelectorAll('tfoot td:not(.narrow-only)')].map(exactOf);
    expect(totals).toHaveLength(30);
    expect(exact(sum(totals.map(amount)))).toBe(foot.at(-1));
    expect(exact(sum(foot.slice(0, -1).map(amount)))).toBe(foot.at(-1));
  });

  it('shows the running day beside, in no total', async () => {
    renderApp(`/usage/${NAME}`);
    await ready();
    const rows = within(screen.getByRole('table', { name: 'By day' }))
      .getAllByRole('row')
      .map(textOf);
    expect(rows[1]).toBe('Sat 21 NovRunning: 22,365 input tokens so far, in no total.');
  });

  it('tells shares under the same filters', async () => {
    const { container, asked } = renderApp(`/usage/${NAME}?project_id=proj_1`);
    await ready();
    await waitFor(() => expect(textOf(container.querySelector('.share-lines'))).toContain('Batch'));
    expect(asked.some((each) => each.includes('batch=true') && each.includes('project_id=proj_1'))).toBe(true);
  });

  it('offers every measure of the table, and keeps the choice in the address', async () => {
    const user = userEvent.setup();
    const { router } = renderApp(`/usage/${NAME}`);
    await ready();
    await user.click(screen.getByRole('button', { name: /Measure/ }));
    const items = await screen.findAllByRole('menuitem');
    expect(items).toHaveLength(Object.keys(CAPABILITY?.measures ?? {}).length);
    await user.click(screen.getByRole('menuitem', { name: 'Cached input tokens' }));
    expect(router.state.location.searchStr).toBe('?measure=input_cached_tokens');
  });

  it('shows the last hours by hour, in UTC and by the local clock', async () => {
    const user = userEvent.setup();
    const { router } = renderApp(`/usage/${NAME}?range=24h`);
    await ready();
    const table = screen.getByRole('table', { name: 'By hour' });
    expect(within(table).getAllByRole('row').map(textOf)[2]).toMatch(/^Sat 21 Nov, 13:00/);
    await user.click(screen.getByRole('radio', { name: 'Local time' }));
    expect(router.state.location.searchStr).toBe('?range=24h&clock=local');
  });

  it('opens an entity from the legend', async () => {
    const user = userEvent.setup();
    const { router } = renderApp(`/usage/${NAME}`);
    await ready();
    await user.click(screen.getByRole('button', { name: 'Dock Scheduler' }));
    expect(router.state.location.searchStr).toBe('?group_by=model&project_id=proj_14');
  });

  it('adds no heights up over time', async () => {
    const { container } = renderApp(`/usage/${LEVEL}`);
    await ready();
    expect(answer(container)).toContain('at the end of 20 November');
    expect(screen.queryByRole('radio', { name: 'Cumulative' })).toBeNull();
  });

  it('repairs a link that makes no sense, and says so', async () => {
    renderApp(`/usage/${NAME}?bucket=minute&measure=shoes`);
    await ready();
    expect(screen.getByText('2 parts of this link were not understood and are left out')).toBeTruthy();
  });

  it('says where there is no such thing', async () => {
    renderApp('/usage/telepathy');
    await screen.findAllByRole('heading', { name: 'OpenAI counts no such thing' });
  });

  it('never shows what is not collected as zero', async () => {
    const { container } = renderApp(`/usage/${NAME}`, 'connecting');
    await screen.findByRole('heading', { name: 'This range is not collected' });
    expect(answer(container)).toBe('Completions: nothing of this range is collected yet.');
  });

  it('never offers hostile names as markup', async () => {
    const { container } = renderApp(`/usage/${NAME}`, 'hostile');
    await ready();
    expect(container.querySelector('img')).toBeNull();
    expect(textOf(screen.getByRole('table', { name: 'Legend with totals' }))).not.toContain('\u202E');
  });
});
