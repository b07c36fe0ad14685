import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { KEY_RISK_REASONS, KEY_RISKS } from '@bursar/contract';
import { amount, exact, sum } from '../../lib/decimal.js';
import { keys as words } from '../../lib/i18n/en/keys.js';
import { personOf } from '../../testing/auth-answers.js';
import { UNDELETABLE } from '../../testing/key-answers.js';
import { renderApp, textOf } from '../../testing/render-app.js';
import { RISKS } from './key-risks.js';

afterEach(cleanup);

const table = () => screen.findByRole('table', { name: 'Keys' });
const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));
const rowsOf = async (): Promise<string[]> =>
  within(await table())
    .getAllByRole('row')
    .slice(1)
    .filter((row) => row.closest('tbody') !== null)
    .map(textOf);

describe('the reasons of risk', () => {
  it('are those of the contract, in its order, each with words for what it is, means and asks for', () => {
    expect(Object.keys(RISKS)).toEqual([...KEY_RISK_REASONS]);
    for (const reason of KEY_RISK_REASONS) {
      expect(KEY_RISKS[reason]).toMatchObject(RISKS[reason]);
      for (const catalogue of [words.risk, words.riskMeans, words.riskTodo]) expect(catalogue[reason]).not.toBe('');
    }
  });
});

describe('the inventory of keys', () => {
  it('says how many keys need a decision and why, the worst first', async () => {
    const { container } = renderApp('/keys');
    await table();
    await waitFor(() =>
      expect(answer(container)).toBe(
        '8 of 11 keys need a decision: 2 are orphans whose owners lost access and 1 belongs to a person in a production project.',
      ),
    );
    expect(screen.getByText('All 15 lists of keys are read')).toBeTruthy();
    expect(screen.getByText('cost of 23 Oct – 21 Nov UTC')).toBeTruthy();
    const [first] = await rowsOf();
    for (const part of [
      'onboarding-guide-batch',
      'Dana Whitfield',
      'no access since 3 Oct',
      'Orphan',
      'Older than policy',
      'No expiry',
    ])
      expect(first).toContain(part);
  });

  it('draws each reason with its keys, and filters by the one that is chosen', async () => {
    const user = userEvent.setup();
    const { router } = renderApp('/keys');
    await user.click(await screen.findByRole('button', { name: 'Orphan: 2 keys' }));
    expect(router.state.location.searchStr).toBe('?risk=orphan');
    await waitFor(async () => expect(await rowsOf()).toHaveLength(2));
    expect(screen.getByText('2 of 11 keys')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Orphan: 2 keys', pressed: true })).toBeTruthy();
    await user.click(screen.getByRole('radio', { name: 'Table' }));
    const reasons = await screen.findByRole('table', { name: 'Keys by risk reason' });
    expect(textOf(within(reasons).getByRole('row', { name: /^Orphan/ }))).toBe('Orphancriticalyes2');
    expect(textOf(within(reasons).getByRole('row', { name: /^Older than policy/ }))).toContain('(180 d)');
  });

  it('filters by the last use and by the cost, which stand in the address, the question and the file', async () => {
    const user = userEvent.setup();
    const { router, asked } = renderApp('/keys');
    await table();
    const bar = within(screen.getAllByRole('group', { name: 'Which keys are listed' })[0] ?? document.body);
    await user.click(bar.getByRole('button', { name: 'Last used' }));
    await user.click(await screen.findByRole('checkbox', { name: '30 days ago or longer' }));
    await waitFor(() => expect(router.state.location.searchStr).toBe('?unused_for_days=30'));
    await waitFor(async () => expect(await rowsOf()).toHaveLength(3));
    await user.click(screen.getByRole('checkbox', { name: 'never' }));
    expect(router.state.location.searchStr).toBe('?never_used=true');
    await waitFor(async () => expect(await rowsOf()).toHaveLength(1));
    await user.click(screen.getByRole('checkbox', { name: 'in the last 7 days' }));
    expect(router.state.location.searchStr).toBe('?used_within_days=7');
    await user.keyboard('{Escape}');
    await user.click(bar.getByRole('button', { name: 'Cost, 30 d' }));
    const amountField = await screen.findByRole('textbox', { name: 'Least cost in 30 days, in US dollars' });
    await user.type(amountField, '0,5{Enter}');
    expect(textOf(screen.getByRole('alert'))).toBe('Write an amount of 0 or more with a point, such as 12.5.');
    await user.clear(amountField);
    await user.type(amountField, '0.0000000000000000000000000000000001{Enter}');
    const least = 'min_cost_last_30_days=0.0000000000000000000000000000000001';
    await waitFor(() => expect(router.state.location.searchStr).toBe(`?used_within_days=7&${least}`));
    await waitFor(() => expect(asked.some((call) => call.includes(`used_within_days=7&${least}`))).toBe(true));
    const file = screen.getByRole('link', { name: /^Export/ });
    expect(file.getAttribute('href')).toContain(`used_within_days=7&${least}`);
    await user.click(screen.getByRole('button', { name: /^Remove.*Last used/ }));
    await waitFor(() => expect(router.state.location.searchStr).toBe(`?${least}`));
  });

  it('reads days of a link that are not among those offered, and repairs what is none', async () => {
    renderApp('/keys?used_within_days=45&never_used=false');
    const set = await screen.findByRole('button', { name: /^Last used is/ });
    expect(textOf(set)).toBe('Last used is in the last 45 daysand 1 more');
    cleanup();
    renderApp('/keys?unused_for_days=0&min_cost_last_30_days=1e3');
    expect(await screen.findByText(/unused_for_days.*0/)).toBeTruthy();
    expect(await screen.findByText(/min_cost_last_30_days.*1e3/)).toBeTruthy();
  });

  it('adds up to what was billed in all, whatever is filtered', async () => {
    renderApp('/keys?risk=orphan');
    const foot = (await table()).querySelector('tfoot');
    const lines = [...(foot?.querySelectorAll('tr') ?? [])].map((row) => ({
      name: textOf(row.querySelector('th')),
      cost: row.querySelector('data')?.getAttribute('value') ?? '',
    }));
    expect(lines.map(({ name }) => name)).toEqual([
      '2 keys that match',
      '9 other keys',
      'All 11 keys',
      'Keys that OpenAI no longer lists',
      'Without a key: OpenAI names none',
      'Billed in all',
    ]);
    const [matching, others, all, gone, without, total] = lines.map(({ cost }) => amount(cost));
    expect(exact(sum([matching ?? 0n, others ?? 0n]))).toBe(exact(all ?? 0n));
    expect(exact(sum([all ?? 0n, gone ?? 0n, without ?? 0n]))).toBe(exact(total ?? 0n));
  });

  it('offers what to do first, and opens it with the keys that it is about', async () => {
    const user = userEvent.setup();
    renderApp('/keys');
    const title = await screen.findByRole('heading', { name: 'Delete 1 orphan that is silent' });
    expect(textOf(title.closest('li'))).toContain('No call for 41 days and more.');
    await user.click(screen.getByRole('button', { name: /^Preview delete Delete 1 orphan/ }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete 1 key' });
    expect(textOf(dialog)).toContain('Deleted for good; no call in 30 days.');
    expect(document.activeElement?.textContent).toBe('Cancel');
  });

  it('snoozes those that are chosen, with a day and a reason', async () => {
    const user = userEvent.setup();
    const { bodies, container } = renderApp('/keys?risk=never_used&risk=stale');
    await user.click(await screen.findByRole('checkbox', { name: /^Select all/ }));
    expect(textOf(screen.getByRole('region', { name: '2 selected' }))).toContain('$0.00 in 30 days');
    await user.click(screen.getByRole('button', { name: 'Snooze' }));
    const dialog = await screen.findByRole('dialog', { name: 'Snooze 2 keys' });
    await user.type(within(dialog).getByLabelText('Reason'), 'launches in December');
    await user.click(within(dialog).getByRole('button', { name: 'Snooze' }));
    await waitFor(() => expect(bodies).toHaveLength(2));
    expect(bodies[0]).toEqual({
      until: '2026-12-21',
      reason: 'launches in December',
      project_id: expect.stringMatching(/^proj_/),
      organization: 'org-acme',
    });
    await waitFor(async () => expect((await rowsOf())[0]).toContain('snoozed until 21 Dec'));
    await waitFor(() => expect(answer(container)).toMatch(/^6 of 11 keys need a decision/));
  });

  it('deletes only after the number was typed, and shows a refusal in the words of OpenAI', async () => {
    const user = userEvent.setup();
    const { asked } = renderApp('/keys?project_id=proj_14');
    await user.click(await screen.findByRole('checkbox', { name: /^Select all/ }));
    await user.click(screen.getByRole('button', { name: 'Preview delete' }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete 2 keys' });
    await user.type(within(dialog).getByLabelText('Reason'), 'nobody uses them');
    await user.click(within(dialog).getByRole('button', { name: 'Delete 2 keys' }));
    const deletions = (): string[] => asked.filter((call) => call.startsWith('DELETE'));
    expect(deletions()).toEqual([]);
    await user.type(within(dialog).getByLabelText(/^Type/), '2');
    await user.click(within(dialog).getByRole('button', { name: 'Delete 2 keys' }));
    expect(await within(dialog).findByText(/Service account keys cannot be deleted/)).toBeTruthy();
    expect(textOf(dialog)).toContain(UNDELETABLE);
    expect(deletions()).toHaveLength(2);
    expect(deletions()[0]).toContain('reason=nobody+uses+them&organization=org-acme');
    expect(within(dialog).getByRole('button', { name: /^Try the 1 that failed again/ })).toBeTruthy();
  });

  it('leaves an admin key out of what OpenAI lets nobody change', async () => {
    const user = userEvent.setup();
    renderApp('/keys?kind=admin');
    await user.click(await screen.findByRole('checkbox', { name: /bursar-read/ }));
    await user.click(screen.getByRole('button', { name: 'Set expiry' }));
    const dialog = await screen.findByRole('dialog');
    expect(textOf(dialog)).toContain('An admin key, which is changed in OpenAI’s settings alone.');
    expect(textOf(dialog)).toContain('Nothing is left to do with these.');
  });

  it('writes a message for each owner, without sending anything', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/keys?risk=orphan&risk=owned_by_member');
    await user.click(await screen.findByRole('checkbox', { name: /^Select all/ }));
    await user.click(screen.getByRole('button', { name: 'Ask owner' }));
    const message = await screen.findByRole('region', { name: 'For Dana Whitfield' });
    expect(textOf(message)).toMatch(/Hello Dana Whitfield,.*these 2 API keys.*orphan, older than policy and no expiry/);
    expect(bodies).toEqual([]);
  });

  it('lists 5,000 keys page by page with few of them in the document, and chooses them by the keyboard', async () => {
    const user = userEvent.setup();
    const { asked } = renderApp('/keys', 'many-keys');
    const found = await table();
    expect(found.getAttribute('aria-rowcount')).toBe('1000');
    expect(within(found).getAllByRole('row').length).toBeLessThan(100);
    expect(screen.getByText('5,001 keys')).toBeTruthy();
    (await screen.findByRole('checkbox', { name: 'Select all 1000 rows that are read' })).focus();
    await user.keyboard(' ');
    expect(await screen.findByRole('region', { name: /^1,?000 selected/ })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Read on' }));
    await waitFor(async () => expect((await table()).getAttribute('aria-rowcount')).toBe('2000'));
    expect(asked.filter((call) => call.includes('cursor=1000'))).toHaveLength(1);
  });

  it('offers no action to whoever may do none, and no key to nobody', async () => {
    const { container } = renderApp('/keys', 'full', { person: personOf('viewer') });
    await table();
    expect(screen.queryAllByRole('checkbox', { name: /^Select/ })).toEqual([]);
    await screen.findByRole('heading', { name: 'Delete 1 orphan that is silent' });
    expect(screen.queryByRole('button', { name: /Preview delete/ })).toBeNull();
    expect(screen.getAllByRole('link', { name: /^Show them/ }).length).toBeGreaterThan(0);
    expect(container.textContent).not.toContain('undefined');
    cleanup();
    renderApp('/keys', 'connecting');
    expect(await screen.findByRole('heading', { name: 'The lists of keys are being read' })).toBeTruthy();
  });

  it('lets who is limited to some projects act in them', async () => {
    renderApp('/keys', 'full', { person: personOf('admin', ['proj_1']) });
    expect((await screen.findAllByRole('checkbox', { name: /^Select/ })).length).toBeGreaterThan(1);
  });

  it('says what of a link was not understood, and words a failure with a way to try again', async () => {
    renderApp('/keys?risk=evil&sort=-cost_last_30_days');
    expect(await screen.findByText(/risk.*evil/)).toBeTruthy();
    cleanup();
    const { container } = renderApp('/keys', 'failing');
    const [alert] = await screen.findAllByRole('alert');
    expect(textOf(alert ?? null)).toContain('Bursar failed (internal, status 500)');
    expect(answer(container)).toBe('Which keys there are cannot be told right now.');
  });
});
