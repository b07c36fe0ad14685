import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderApp, textOf, type RenderedApp } from '../testing/render-app.js';

afterEach(cleanup);

const menuButton = () => screen.findByRole('button', { name: /^Organization: / });
const addressOf = ({ router }: RenderedApp): string => router.state.location.href;

async function choose(user: ReturnType<typeof userEvent.setup>, name: RegExp): Promise<void> {
  await user.click(await menuButton());
  await user.click(await screen.findByRole('menuitem', { name }));
}

/** Lists from which entities take their colours and names: the same whatever is chosen. */
const isOfAll = (question: string): boolean =>
  /\/(sync|projects|api-keys|organizations)(\?limit=1000&|$)/.test(question) || question.includes('group_by=model');

const questionsOf = ({ asked }: RenderedApp): string[] =>
  asked.filter((question) => question.startsWith('GET /api/v1/') && !isOfAll(question));

describe('the organization in the top bar', () => {
  it('is a name where there is one', async () => {
    renderApp('/sync');
    await screen.findByRole('heading', { name: 'Coverage by feed' });
    expect(textOf(document.querySelector('.top .organization'))).toBe('Acme Robotics');
    expect(screen.queryByRole('button', { name: /^Organization: / })).toBeNull();
  });

  it('is a choice where there are several, which the address holds and every further page keeps', async () => {
    const user = userEvent.setup();
    const app = renderApp('/sync', 'several');
    expect(textOf(await menuButton())).toBe('All organizations');
    await choose(user, /^Beta Labs/);
    expect(textOf(await menuButton())).toBe('Beta Labs');
    expect(addressOf(app)).toBe('/sync?organization=org-beta');
    await user.click(screen.getByRole('link', { name: 'Projects' }));
    await screen.findByRole('row', { name: /Dock Scheduler/ });
    expect(addressOf(app)).toBe('/projects?organization=org-beta');
    expect(screen.queryByRole('row', { name: /Fleet Planner/ })).toBeNull();
    await user.type(await screen.findByRole('searchbox'), 'Dock');
    await waitFor(() => expect(addressOf(app)).toBe('/projects?q=Dock&organization=org-beta'));
    await choose(user, /^All organizations/);
    await waitFor(() => expect(addressOf(app)).toBe('/projects?q=Dock'));
    expect(textOf(await menuButton())).toBe('All organizations');
  });

  it.each([
    ['/', 'Projects this month'],
    ['/costs', 'By day'],
    ['/usage', 'Everything that OpenAI counts'],
    ['/usage/completions', 'Completions'],
    ['/projects', 'Projects'],
    ['/members', 'Members'],
    ['/audit-log', 'Audit log'],
  ])('is what %s asks for, and no part of the link is refused', async (path) => {
    const app = renderApp(`${path}?organization=org-beta`, 'several');
    await menuButton();
    await waitFor(() => expect(questionsOf(app)).not.toEqual([]));
    await waitFor(() => expect(document.querySelector('[aria-busy="true"]')).toBeNull());
    expect(questionsOf(app).filter((question) => !question.includes('organization=org-beta'))).toEqual([]);
    expect(screen.queryByText(/of this link/)).toBeNull();
  });

  it('says that there is none of an address, and offers all of them', async () => {
    const user = userEvent.setup();
    const app = renderApp('/sync?organization=org-other', 'several');
    expect(await screen.findByText(/There is no organization .*org-other.* here that you may see/)).toBeTruthy();
    expect(textOf(await menuButton())).toBe('All organizations');
    await user.click(screen.getByRole('button', { name: 'Show all organizations' }));
    await waitFor(() => expect(addressOf(app)).toBe('/sync'));
    expect(screen.queryByText(/There is no organization/)).toBeNull();
  });

  it('shows on Sync the feeds of the chosen one, and whose each is where all are shown', async () => {
    const user = userEvent.setup();
    renderApp('/sync?open=costs', 'several');
    const feeds = async () => textOf(await screen.findByRole('table', { name: 'Coverage by feed' }));
    expect(await feeds()).toMatch(/Acme Robotics.*Beta Labs/);
    await choose(user, /^Acme Robotics/);
    await waitFor(async () => expect(await feeds()).not.toMatch(/Acme Robotics|Beta Labs/));
    expect(screen.queryByText(/gaps? need/)).toBeNull();
  });
});

describe('several organizations together', () => {
  it('are told apart by a grouping of costs, a group of which chooses its organization', async () => {
    const user = userEvent.setup();
    const app = renderApp('/costs?range=2026-10&rows=group', 'several');
    await screen.findByRole('link', { name: /Export CSV/ });
    await user.click(await screen.findByRole('button', { name: /^Group by/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'Organization' }));
    const [row] = await screen.findAllByRole('row', { name: /^Beta Labs/ });
    if (row === undefined) throw new Error('There is no row of Beta Labs.');
    await user.click(within(row).getByRole('button'));
    await waitFor(() => expect(addressOf(app)).toBe('/costs?range=2026-10&rows=group&organization=org-beta'));
    const link = await screen.findByRole<HTMLAnchorElement>('link', { name: /Export CSV/ });
    expect(link.href).toContain('organization=org-beta');
    expect(link.href).toContain('group_by=project_id');
  });

  it('offers no such grouping where one organization is shown', async () => {
    const user = userEvent.setup();
    renderApp('/costs?organization=org-acme', 'several');
    await user.click(await screen.findByRole('button', { name: /^Group by/ }));
    expect(await screen.findByRole('menuitem', { name: 'Line item' })).toBeTruthy();
    expect(screen.queryByRole('menuitem', { name: 'Organization' })).toBeNull();
  });

  it('names the one that is behind', async () => {
    const user = userEvent.setup();
    renderApp('/costs', 'several');
    const chip = await screen.findByRole('button', { name: /State of these figures/ });
    expect(textOf(chip)).toContain('Behind: Beta Labs');
    await user.click(chip);
    expect(textOf(await screen.findByRole('dialog', { name: /State of these figures/ }))).toContain('Beta Labs: ');
  });

  it('have their name at each row of a list, and on the clipboard', async () => {
    const user = userEvent.setup();
    renderApp('/projects', 'several');
    expect(textOf(await screen.findByRole('row', { name: /Dock Scheduler/ }))).toContain('Beta Labs');
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    const [head, ...rows] = (await navigator.clipboard.readText()).split('\n').map((line) => line.split('\t'));
    expect(head?.slice(0, 4)).toEqual(['Project', 'Id', 'Organization', 'Organization id']);
    expect(rows.find(([name]) => name === 'Dock Scheduler')?.slice(2, 4)).toEqual(['Beta Labs', 'org-beta']);
    await choose(user, /^Beta Labs/);
    await waitFor(() => expect(screen.queryByRole('columnheader', { name: 'Organization' })).toBeNull());
  });
});
