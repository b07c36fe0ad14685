import { afterEach, describe, expect, it } from '@jest/globals';
import { ACTIVITIES } from '@bursar/contract';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { activityDone, activityKinds, activityTried } from '../../lib/i18n/en/activity-words.js';
import { isActivityWord } from '../../lib/activity-words.js';
import { personOf } from '../../testing/auth-answers.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));
const links = () => screen.findAllByRole('link', { name: /^Open entry:/ });
const firstRows = async (count: number): Promise<string[]> =>
  (await links()).slice(0, count).map((link) => textOf(link.closest('tr')));

describe('the words of the trail', () => {
  it('have a sentence each, for what was done and for what was tried', () => {
    const keys = Object.keys(ACTIVITIES).map((word) => word.replaceAll('.', '_'));
    for (const catalogue of [activityKinds, activityDone, activityTried]) {
      expect(Object.keys(catalogue)).toEqual(expect.arrayContaining(keys));
    }
    expect(Object.keys(ACTIVITIES).filter((word) => !isActivityWord(word))).toEqual([]);
  });
});

describe('the Activity page', () => {
  it('says how much was done, since when, and what did not go well; the newest first, in sentences', async () => {
    const { container } = renderApp('/activity');
    const rows = await firstRows(6);
    expect(answer(container)).toBe(
      '260 things were done in Bursar since 21 Nov 2026, 09:49 UTC; 1 was refused, 1 failed and of 1 the outcome is unknown.',
    );
    expect(rows[0]).toContain('Mika invited Sam as Finance');
    expect(rows[1]).toContain('Ann Admin tried to change Vic Viewer');
    expect(rows[1]).toContain('unknown');
    expect(rows[2]).toContain('Ann Admin asked for what is not allowed: PATCH /api/v1/people/:id');
    expect(rows[5]).toContain('by token 2');
  });

  it('shows words that it does not know as they are, and who was erased as erased', async () => {
    renderApp('/activity');
    const rows = await firstRows(5);
    expect(rows[3]).toContain('Bursar: robot.rebel');
    expect(rows[4]).toContain('An erased person (9) signed in by password');
    cleanup();
    renderApp('/activity?entry=512');
    expect(await screen.findByText('Who did it is told by id alone.')).toBeTruthy();
  });

  it('filters by what was done, in words grouped by area, and writes it into the address and the file', async () => {
    const user = userEvent.setup();
    const { container, router } = renderApp('/activity');
    await links();
    await user.click(screen.getByRole('button', { name: 'What' }));
    const group = await screen.findByRole('group', { name: 'What' });
    expect([...group.querySelectorAll('.choices-group')].map(textOf)).toEqual([
      'Signing in',
      'People',
      'Files',
      'Refused calls',
      'Other',
    ]);
    await user.click(within(group).getByRole('checkbox', { name: /Invite somebody/ }));
    await waitFor(() => expect(router.state.location.searchStr).toBe('?what=person.invite'));
    await waitFor(() => expect(answer(container)).toMatch(/^1 entry matches/));
    const file = screen.getByRole('link', { name: 'Export CSV' });
    expect(file.getAttribute('href')).toBe('/api/v1/activity/export?what=person.invite');
  });

  it('opens an entry by keyboard with the difference, what unknown means and how to prove it', async () => {
    const user = userEvent.setup();
    const { router } = renderApp('/activity');
    (await links())[1]?.focus();
    await user.keyboard('{Enter}');
    const panel = await screen.findByRole('dialog', { name: /Ann Admin.* tried to change .*Vic Viewer/ });
    expect(router.state.location.searchStr).toBe('?entry=518');
    const rows = within(await within(panel).findByRole('table', { name: 'What changed' })).getAllByRole('row');
    expect(rows.map(textOf)).toEqual(['FieldBeforeAfter', 'roleviewerengineer']);
    for (const part of ['no row tells what came of it', 'moved to another team', 'req_518', '203.0.113.24']) {
      expect(textOf(panel)).toContain(part);
    }
    expect(textOf(panel)).toContain(`npm run verify-activity -- ${'518'.padStart(64, 'a')}`);
    await user.click(within(panel).getByRole('button', { name: 'All that they did' }));
    await waitFor(() => expect(router.state.location.searchStr).toBe('?person=3'));
  });

  it('opens by its link an entry that the list has not read yet, and says when there is none', async () => {
    const { asked } = renderApp('/activity?entry=2');
    await screen.findByRole('dialog', { name: /Mika.* signed in by password/ });
    expect(asked).toContain('GET /api/v1/activity/2');
    cleanup();
    renderApp('/activity?entry=3');
    expect(await screen.findByText('There is no such entry')).toBeTruthy();
  });

  it('says that nothing matches, with the way out, and repairs a link that makes no sense', async () => {
    const user = userEvent.setup();
    const { container, router } = renderApp('/activity?target=nobody&what=anything&person=mika');
    expect(await screen.findByText('2 parts of this link were not understood and are left out')).toBeTruthy();
    expect(await screen.findByText('No entry matches these filters')).toBeTruthy();
    expect(answer(container)).toBe('No entry matches.');
    await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[0]!);
    await links();
    expect(router.state.location.searchStr).toBe('');
  });

  it('says when nothing was done, when the server fails, and who may see it', async () => {
    const { container } = renderApp('/activity', 'empty');
    expect(await screen.findByRole('heading', { name: 'Nothing so far' })).toBeTruthy();
    expect(answer(container)).toBe('Nothing was done in Bursar so far.');
    cleanup();
    renderApp('/activity', 'failing');
    expect(textOf(await screen.findByRole('alert'))).toContain('Bursar failed (internal, status 500)');
    cleanup();
    renderApp('/activity', 'full', { person: personOf('engineer') });
    expect(
      await screen.findByRole('heading', { name: 'You may not see what is done in Bursar', level: 2 }),
    ).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Activity' })).toBeNull();
  });

  it('is reached from the menu of the person, and from people', async () => {
    const user = userEvent.setup();
    const { router } = renderApp('/people');
    await user.click(await screen.findByRole('button', { name: /, Owner/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'Your activity' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/activity'));
    cleanup();
    const again = renderApp('/people');
    await user.click(await screen.findByRole('button', { name: /What to do with .*Ann Admin/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'What they did' }));
    await waitFor(() => expect(again.router.state.location.searchStr).toBe('?person=3'));
  });
});
