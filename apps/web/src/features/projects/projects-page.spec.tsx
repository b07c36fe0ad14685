import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { amount, exact, sum } from '../../lib/decimal.js';
import { HOSTILE_NAMES } from '../../testing/ledger.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const table = () => screen.findByRole('table', { name: 'Projects with spend and last activity' });
const names = (of: HTMLElement): string[] =>
  within(of)
    .getAllByRole('rowheader')
    .map((cell) => textOf(cell.querySelector('a')));
const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));

describe('the Projects page', () => {
  it('says how many projects spent how much, and who most, adding up to the table', async () => {
    const { container } = renderApp('/projects');
    const amounts = [...(await table()).querySelectorAll('td.strong data')].map(
      (cell) => cell.getAttribute('value') ?? '',
    );
    expect(amounts).toHaveLength(13);
    expect(answer(container)).toMatch(
      /^13 active projects spent \$18,335\.72 in November so far, \$4,\d{3}\.\d\d of it Fleet Planner\.$/,
    );
    expect(exact(sum(amounts.map(amount)))).toMatch(/^18335\.72/);
  });

  it('lists what is archived on request, marked with its day', async () => {
    const user = userEvent.setup();
    const { router } = renderApp('/projects');
    expect(names(await table())).not.toContain('Legacy Importer');
    await user.click(screen.getByRole('radio', { name: 'With archived and gone' }));
    expect(router.state.location.searchStr).toBe('?show=all');
    await waitFor(async () => expect(names(await table())).toContain('Legacy Importer'));
    expect(screen.getByText('archived 15 Oct 2026')).toBeTruthy();
  });

  it('sorts at the server and keeps the order in the address', async () => {
    const user = userEvent.setup();
    const { router, asked } = renderApp('/projects');
    await table();
    await user.click(screen.getByRole('button', { name: 'Project' }));
    expect(router.state.location.searchStr).toBe('?sort=name');
    await waitFor(async () => expect(names(await table())[0]).toBe('Code Review Bot'));
    expect(asked.some((each) => each.startsWith('GET /api/v1/projects?') && each.includes('sort=name'))).toBe(true);
  });

  it('searches when the typing pauses, and offers a way out of nothing found', async () => {
    const user = userEvent.setup();
    const { router, container } = renderApp('/projects');
    await table();
    await user.type(screen.getByRole('searchbox', { name: 'Name or id' }), 'nowhere');
    await screen.findByRole('heading', { name: 'Nothing matches' });
    expect(router.state.location.searchStr).toBe('?q=nowhere');
    await user.click(screen.getByRole('button', { name: 'Clear search and filters' }));
    await table();
    expect(answer(container)).toMatch(/^13 active projects/);
  });

  it('says what of a link it did not understand, and what is shown instead, until the view is changed', async () => {
    const user = userEvent.setup();
    const { router } = renderApp('/projects?sort=shoe&show=some&color=red');
    const shown = await table();
    const notice = screen.getByText('3 parts of this link were not understood and are left out').parentElement;
    expect(
      within(notice ?? shown)
        .getAllByRole('listitem')
        .map(textOf),
    ).toEqual([
      'color: red',
      'sort: shoe. The list is sorted by \u201CNov so far, $\u201D, the largest or newest first.',
      'show: some. What OpenAI lists now is shown.',
    ]);
    await user.click(screen.getByRole('button', { name: 'Project' }));
    expect(router.state.location.searchStr).toBe('?sort=name');
    expect(screen.queryByText(/not understood/)).toBeNull();
  });

  it('copies what is listed, with ids, exact amounts and instants', async () => {
    const user = userEvent.setup();
    renderApp('/projects?q=fleet');
    await table();
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    const [head, row, ...others] = (await navigator.clipboard.readText()).split('\n').map((line) => line.split('\t'));
    expect(head?.slice(0, 4)).toEqual(['Project', 'Id', 'Status', 'Created']);
    expect(row?.slice(0, 3)).toEqual(['Fleet Planner', 'proj_1', 'active']);
    expect(row?.[3]).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(row?.at(-1)).toMatch(/^\d+\.\d+$/);
    expect(others).toEqual([]);
  });

  it('leads from a figure to the costs that it is made of', async () => {
    renderApp('/projects');
    const row = within(await table())
      .getByRole('rowheader', { name: /Fleet Planner/ })
      .closest('tr');
    const links = [...(row?.querySelectorAll('td a') ?? [])].map((link) => link.getAttribute('href'));
    expect(links).toEqual([
      '/costs?range=2026-10-23..2026-11-21&group_by=line_item&project_id=proj_1',
      '/costs?group_by=line_item&project_id=proj_1',
    ]);
  });

  it('says that the list is being read, and nothing of projects, before the first answer', async () => {
    const { container } = renderApp('/projects', 'connecting');
    await screen.findByRole('heading', { name: 'This list is being read' });
    expect(textOf(container.querySelector('.completeness'))).toContain('projects not read yet');
    expect(answer(container)).toBe('What OpenAI lists here is not known yet.');
  });

  it('counts nothing of a list that was never read: that is not none', async () => {
    renderApp('/projects', 'missing-scope');
    const shown = await table();
    const heads = within(shown).getAllByRole('columnheader').map(textOf);
    const row = within(shown)
      .getByRole('rowheader', { name: /Fleet Planner/ })
      .closest('tr');
    const cells = [...(row?.children ?? [])].map((cell) => cell.textContent);
    expect(cells[heads.indexOf('Members')]).toBe('\u2013');
    expect(cells[heads.indexOf('Keys')]).toMatch(/^\d+$/);
  });

  it('shows hostile names as text', async () => {
    const { container } = renderApp('/projects', 'hostile');
    expect(names(await table())).toContain(HOSTILE_NAMES[0]);
    expect(container.querySelector('img')).toBeNull();
    expect(container.textContent).not.toContain('\u202E');
  });
});

describe('the page of a project', () => {
  it('says what it spent and on what, as the chart and the tile say', async () => {
    const { container } = renderApp('/projects/proj_1');
    await waitFor(() =>
      expect(answer(container)).toMatch(
        /^Fleet Planner spent \$[\d,]+\.\d\d in the last 30 days, \$[\d,.]+ of it on gpt-6/,
      ),
    );
    const [spoken, tile] = [container.querySelector('.answer data'), container.querySelector('.tiles .tile data')];
    expect(spoken?.getAttribute('value')).toBe(tile?.getAttribute('value'));
    expect(screen.getByRole('heading', { level: 1, name: 'Fleet Planner' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Open in Costs' }).getAttribute('href')).toContain('project_id=proj_1');
  });

  it('shows the controls that are set at OpenAI, money in dollars (case 46)', async () => {
    renderApp('/projects/proj_1');
    const card = (await screen.findByRole('heading', { name: 'Controls at OpenAI' })).closest('section');
    for (const part of [
      '$7,500.50 a month',
      'not reached',
      'none set',
      'only this one',
      'gpt-6-astra',
      'not allowed: MCP',
      'standard by default; may be asked for: flex',
      'as the organization',
    ]) {
      expect(textOf(card)).toContain(part);
    }
  });

  it('shows keys with their owners, and marks an owner who has no access', async () => {
    renderApp('/projects/proj_10');
    const keys = await screen.findByRole('table', { name: 'API keys' });
    expect(within(keys).getByRole('link', { name: 'Mika Kataoka' }).getAttribute('href')).toBe('/members/user-1');
    expect(textOf(keys)).toContain('no access any more');
  });

  it('names an unlimited limit so, and never by its number (case 45)', async () => {
    renderApp('/projects/proj_1?tab=limits');
    const limits = await screen.findByRole('table', { name: 'Rate limits' });
    expect(textOf(within(limits).getByRole('rowheader', { name: 'gpt-6-astra-mini' }).closest('tr'))).toContain(
      'unlimited',
    );
    expect(limits.textContent).not.toContain('2147483647');
    expect(textOf(limits)).toContain('2,000,000');
  });

  it('shows what changed, before and after', async () => {
    const user = userEvent.setup();
    const { router } = renderApp('/projects/proj_1');
    await user.click(await screen.findByRole('link', { name: /^Changes/ }));
    expect(router.state.location.searchStr).toBe('?tab=changes');
    const changes = await screen.findByRole('table', { name: 'Changes' });
    expect(textOf(within(changes).getAllByRole('row')[1] ?? null)).toBe(
      '19 Nov 2026 09:30gpt-6-astra-miniRate limitmax_tokens_per_1_minute1,500,000unlimited',
    );
  });

  it('shows an archived project as it was seen last, and what belonged to it as archived with it', async () => {
    renderApp('/projects/proj_12');
    await screen.findByText('Archived 15 Oct 2026');
    const keys = await screen.findByRole('table', { name: 'API keys' });
    expect(within(keys).getAllByText('archived with it').length).toBeGreaterThan(0);
    expect(screen.queryByRole('radio', { name: 'With gone' })).toBeNull();
  });

  it('says so where OpenAI never listed it', async () => {
    renderApp('/projects/proj_nowhere');
    await screen.findByRole('heading', { level: 1, name: 'OpenAI never listed this project' });
    expect(screen.getByRole('link', { name: 'Go to Projects' }).getAttribute('href')).toBe('/projects');
  });

  it('is reached from the costs of the project', async () => {
    renderApp('/costs?project_id=proj_5&group_by=line_item');
    const link = await screen.findByRole('link', { name: 'Open project' });
    expect(link.getAttribute('href')).toBe('/projects/proj_5');
  });
});
