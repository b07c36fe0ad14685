import { afterEach, describe, expect, it } from '@jest/globals';
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { amount, exact, sum } from '../../lib/decimal.js';
import { HOSTILE_NAMES } from '../../testing/ledger.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

/** The table card is the last thing to come: when it is there, everything is. */
const ready = () => screen.findByRole('heading', { name: 'Table of the chart' });
const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));
const exactOf = (cell: Element): string => cell.querySelector('data')?.getAttribute('value') ?? '0';

describe('the Costs page', () => {
  it('answers in one sentence, counting complete billed days only', async () => {
    const { container } = renderApp('/costs');
    await ready();
    expect(answer(container)).toMatch(
      /^Acme Robotics was billed \$18,300\.22 from 1 to 20 November, \+15\.6% \(\+\$2,467\.13\) on 1 to 20 October\.$/,
    );
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
  });

  it('says how complete the figures are', async () => {
    const { container } = renderApp('/costs');
    await ready();
    await waitFor(() => expect(textOf(container.querySelector('.completeness'))).toContain('2 corrections'));
    const chip = textOf(container.querySelector('.completeness'));
    for (const part of [
      'Billed through 20 Nov UTC',
      '19\u201320 Nov provisional',
      'today pending',
      'synced 4 min ago',
    ]) {
      expect(chip).toContain(part);
    }
  });

  it('shows a table whose cells add up to its foot, exactly', async () => {
    renderApp('/costs');
    await ready();
    const table = screen.getByRole('table', { name: 'By day' });
    const [body, foot] = [table.querySelectorAll('tbody tr'), table.querySelector('tfoot tr')];
    const totals = [...body].flatMap((row) => [...row.querySelectorAll('td.strong')].map(exactOf));
    expect(totals).toHaveLength(20);
    const footCells = [...(foot?.querySelectorAll('td:not(.narrow-only)') ?? [])].map(exactOf);
    expect(exact(sum(totals.map(amount)))).toBe(footCells.at(-1));
    expect(exact(sum(footCells.slice(0, -1).map(amount)))).toBe(footCells.at(-1));
  });

  it('offers the very question as a file of every group, without what it is compared with', async () => {
    renderApp(
      '/costs?group_by=project_id&group_by=model&bucket=week&without=api_key_id&model=gpt-6-astra&compare=month',
    );
    const link = await screen.findByRole('link', { name: 'Export CSV' });
    expect(link.hasAttribute('download')).toBe(true);
    expect(link.getAttribute('href')).toBe(
      '/api/v1/costs/export?start=2026-11-01T00%3A00%3A00Z&end=2026-11-21T00%3A00%3A00Z' +
        '&model=gpt-6-astra&without=api_key_id&bucket=week&group_by=project_id&group_by=model',
    );
  });

  it('marks provisional days in words and the running day as pending, without a number (case 71)', async () => {
    renderApp('/costs');
    await ready();
    const table = screen.getByRole('table', { name: 'By day' });
    const rows = within(table).getAllByRole('row').map(textOf);
    expect(rows[1]).toBe('Sat 21 NovPending: OpenAI bills this day after it has ended in UTC.');
    expect(rows[2]).toMatch(/^Fri 20 Nov prov\./);
    expect(rows[4]).toMatch(/^Wed 18 Nov [\d.]/);
  });

  it('keeps every choice in the address, and goes back with it', async () => {
    const user = userEvent.setup();
    const { router, container } = renderApp('/costs');
    await ready();
    await user.click(screen.getByRole('radio', { name: 'Week' }));
    await user.click(screen.getByRole('radio', { name: 'Lines' }));
    await user.click(screen.getByRole('radio', { name: 'By project' }));
    expect(router.state.location.searchStr).toBe('?bucket=week&chart=lines&rows=group');
    expect(screen.getByRole('table', { name: 'By project' })).toBeTruthy();
    act(() => router.history.back());
    await waitFor(() => expect(router.state.location.searchStr).toBe('?bucket=week&chart=lines'));
    await waitFor(() => expect(container.querySelector('.bucket-table')).toBeTruthy());
  });

  it('opens an entity from the legend by its name', async () => {
    const user = userEvent.setup();
    const { router, container } = renderApp('/costs');
    await ready();
    await user.click(screen.getByRole('button', { name: 'Sim Generator' }));
    expect(router.state.location.searchStr).toBe('?group_by=line_item&project_id=proj_5');
    await waitFor(() =>
      expect(answer(container)).toMatch(/^\$2,935\.16 billed from 1 to 20 November matches your filter/),
    );
  });

  it('filters by a value found in a searchable list', async () => {
    const user = userEvent.setup();
    const { router } = renderApp('/costs');
    await ready();
    await user.click(screen.getByRole('button', { name: 'Filter' }));
    await user.click(await screen.findByRole('button', { name: 'Project' }));
    await user.type(await screen.findByRole('searchbox', { name: 'Search Project' }), 'voice');
    await user.click(await screen.findByRole('checkbox', { name: /Voice Console/ }));
    expect(router.state.location.searchStr).toBe('?project_id=proj_6');
  });

  it('repairs a link that makes no sense, and says so', async () => {
    renderApp('/costs?bucket=fortnight&group_by=shoe');
    await ready();
    const notice = screen.getByText('2 parts of this link were not understood and are left out').closest('.notice');
    expect(textOf(notice)).toContain('bucket: fortnight');
    expect(textOf(notice)).toContain('group_by: shoe');
  });

  it('never offers hostile names as markup or formulas', async () => {
    const { container } = renderApp('/costs', 'hostile');
    await ready();
    expect(container.querySelector('img')).toBeNull();
    const legend = textOf(screen.getByRole('table', { name: 'Legend with totals' }));
    expect(legend).toContain(HOSTILE_NAMES[0]);
    expect(legend).toContain('$t(words.total) {{amount}} <b>bold</b>');
    expect(legend).not.toContain('\u202E');
  });
});

describe('the Costs page without figures', () => {
  it('says that nothing was billed, and where the last cost is', async () => {
    const { container } = renderApp('/costs', 'empty');
    await screen.findByRole('heading', { name: 'No cost in this range' });
    expect(answer(container)).toMatch(/^Acme Robotics was billed nothing from 1 to 20 November/);
    expect(await screen.findByText(/The last billed day is 30 Oct 2026\./)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Go to October 2026' })).toBeTruthy();
  });

  it('never shows what is not collected as zero', async () => {
    const { container } = renderApp('/costs', 'connecting');
    await screen.findByRole('heading', { name: 'This range is not collected yet' });
    expect(answer(container)).toBe('Nothing of 1 to 21 November is collected yet.');
    expect(container.textContent).not.toContain('$0.00');
  });

  it('shows a gap as a gap and compares nothing with it', async () => {
    const { container } = renderApp('/costs', 'gaps');
    await ready();
    expect(answer(container)).toMatch(/, without 2 days that are not collected\.$/);
    expect(screen.getByText(/^Not compared with 1.20 Oct 2026$/)).toBeTruthy();
    const rows = within(screen.getByRole('table', { name: 'By day' }))
      .getAllByRole('row')
      .map(textOf);
    expect(rows.filter((row) => row.includes('Not collected: nothing is known of this time'))).toHaveLength(2);
  });

  it('words a failure of the server, with its request and a way to try again', async () => {
    renderApp('/costs', 'failing');
    const alert = await screen.findByRole('alert');
    expect(textOf(alert)).toContain('Bursar failed (internal, status 500)');
    expect(textOf(alert)).toContain('Request f3a1c2');
    expect(within(alert).getByRole('button', { name: 'Try again' })).toBeTruthy();
  });

  it('shows what is stored where the state of collecting cannot be read, and does not ask for it again and again', async () => {
    const { asked, container } = renderApp('/costs?range=2026-11-01..2026-11-20', 'stateless');
    await ready();
    expect(textOf(screen.getByRole('alert'))).toContain('Bursar failed (internal, status 500)');
    expect(answer(container)).toContain('$18,300.22');
    expect(asked.filter((question) => question === 'GET /api/v1/sync')).toHaveLength(1);
  });

  it('says on every page that the key was refused, and shows what is stored', async () => {
    const { container } = renderApp('/costs', 'refused');
    await ready();
    const alert = screen.getByRole('alert');
    expect(textOf(alert)).toContain('OpenAI refused the admin key (401, req_9d21e7)');
    expect(textOf(alert)).toContain('Nothing stored is lost');
    expect(answer(container)).toContain('$18,300.22');
  });

  it('turns the chip amber when figures are old', async () => {
    const { container } = renderApp('/costs', 'stale');
    await ready();
    expect(container.querySelector('.completeness.stale')).toBeTruthy();
    expect(container.querySelector('.answer.stale')).toBeTruthy();
    expect(screen.getByText('OpenAI asks to slow down (429, req_77ab04)')).toBeTruthy();
  });
});
