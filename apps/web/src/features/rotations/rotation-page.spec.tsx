import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Rotation } from '@bursar/contract';
import { personOf } from '../../testing/auth-answers.js';
import { renderApp, textOf, type RenderedApp } from '../../testing/render-app.js';
import { NEW_SECRET } from '../../testing/rotation-answers.js';
import { BUSY, newKeyOf, QUIET, rotationOf, UNKNOWN } from '../../testing/rotation-world.js';

afterEach(cleanup);

const PAGE = '/keys/rotations/7';

const shown = (rotation: Rotation, auth = {}): RenderedApp => renderApp(PAGE, 'full', auth, { all: [rotation] });
const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));
const next = async () => within(await screen.findByRole('region', { name: 'What to do next' }));
const primaries = (container: HTMLElement): string[] =>
  [...container.querySelectorAll('.control.primary')].map((button) => textOf(button));
/** Everything in which a browser keeps something, and what is kept of answers. */
function keptEverywhere({ queryClient, router }: RenderedApp): string {
  const queries = queryClient.getQueryCache().getAll();
  const mutations = queryClient.getMutationCache().getAll();
  return JSON.stringify([
    queries.map(({ queryKey, state }) => [queryKey, state.data]),
    mutations.map(({ state }) => state),
    Object.entries(localStorage),
    Object.entries(sessionStorage),
    router.state.location.href,
    document.body.innerHTML,
  ]);
}

describe('what a rotation says', () => {
  it('of a silent key: for how long, that the new one carries all, and what to do', async () => {
    const { container } = shown(rotationOf());
    await next();
    expect(answer(container)).toBe(
      'The old key has been silent for 18 min (15 min required) and the new one carries all traffic: you can end it.',
    );
    expect(primaries(container)).toEqual(['Expire old key in 1 hour']);
    const steps = within(screen.getByRole('list', { name: 'Steps of the rotation' })).getAllByRole('listitem');
    expect(steps.map(textOf)).toEqual([
      'Create new key (done)13:13 UTC, by Mika of owner',
      'Put it in place (done)13:13 UTC, by Mika of owner',
      '3Drain the old key (current step)quiet for 18 min, 15 min needed',
      '4Expire or delete (still to come)short expiry advised',
      '5Done (still to come)evidence is kept',
    ]);
    expect(steps[2]?.getAttribute('aria-current')).toBe('step');
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
  });

  it('in a table that adds up to the sentence of the chart, and says what was not read', async () => {
    const { container } = shown(rotationOf());
    const table = await screen.findByRole('table', { name: 'Table of the chart' });
    const rows = within(table).getAllByRole('row').map(textOf);
    expect(rows[0]).toBe('Time, UTCold key …T4bnnew key …w2KfBoth');
    expect(rows[1]).toMatch(/^14:00–14:11at least 0at least \d+at least \d+$/);
    expect(rows.at(-1)).toMatch(/^Since 12:42at least 1,\d{3}at least 1,\d{3}at least 2,\d{3}$/);
    const caption = textOf(container.querySelector('.card-caption'));
    const [, old] = /Old key: at least ([\d,]+) requests since 12:42, none seen after 13:53/.exec(caption) ?? [];
    expect(rows.at(-1)).toContain(`at least ${old}`);
  });

  it('by minute, when that is asked for', async () => {
    const user = userEvent.setup();
    const { router } = shown(rotationOf());
    await user.click(await screen.findByRole('link', { name: 'By minute' }));
    const table = await screen.findByRole('table', { name: 'Requests by minute' });
    expect(within(table).getAllByRole('row')).toHaveLength(92);
    expect(textOf(within(table).getAllByRole('row')[1] ?? null)).toBe('14:11not readnot readnot read');
    expect(router.state.location.searchStr).toBe('?view=table');
  });

  it('in words for whoever does not see the chart, and once for whoever listens', async () => {
    const { container, rotations, queryClient } = shown(rotationOf({ drain: BUSY }));
    await next();
    const status = container.querySelector('p[role="status"].visually-hidden');
    expect(textOf(status)).toBe('The old key is still used.');
    expect(textOf(container.querySelector('figcaption'))).toContain('Minutes are UTC');
    rotations.all = [rotationOf()];
    await queryClient.invalidateQueries({ queryKey: ['rotation'] });
    await waitFor(() => expect(textOf(status)).toContain('The old key has drained'));
  });

  it('of what was looked at, with the gaps by name', async () => {
    const { container } = shown(rotationOf({ drain: UNKNOWN }));
    const table = await screen.findByRole('table', { name: 'What was looked at' });
    expect(within(table).getAllByRole('row').slice(1).map(textOf)).toEqual([
      'Completionscomplete0',
      'Embeddingsnot known: 13:50–13:550',
      'invented_thingnot known: OpenAI did not tell it by key0',
      'OpenAI’s last_used_atnot known: not read yet13:53:41',
    ]);
    expect(answer(container)).toBe('Whether the old key is still used is not known: some minutes were not read yet.');
  });

  it('of what OpenAI does not offer, that it does not, while the key may be ended', async () => {
    const absent = {
      ...{ capability: 'embeddings', is_complete: false, names_keys: true, requests: 0 },
      gaps: [{ start: QUIET.looked_from, end: QUIET.looked_to }],
      not_offered_at: QUIET.looked_to,
    };
    const { container } = shown(rotationOf({ drain: { ...QUIET, coverage: [...QUIET.coverage.slice(0, 1), absent] } }));
    const table = await screen.findByRole('table', { name: 'What was looked at' });
    expect(within(table).getAllByRole('row').slice(1, 3).map(textOf)).toEqual([
      'Completionscomplete0',
      'Embeddingsnot offered by OpenAI to this organization0',
    ]);
    expect(primaries(container)).toEqual(['Expire old key in 1 hour']);
  });

  it.each<[Rotation['state'], RegExp, string[]]>([
    ['opened', /^There is no new key yet/, ['Create new key']],
    ['created', /^The new key is made: put it/, ['I have put it in place']],
    ['deleted', /^The old key is deleted: close/, ['Close the rotation']],
    ['done', /^The key was rotated in 59 min; the last call of the old one was 13:53 UTC\.$/, []],
    ['cancelled', /^This rotation was cancelled/, []],
  ])('when it is %s', async (state, sentence, buttons) => {
    const { container } = shown(rotationOf({ state }));
    await next();
    expect(answer(container)).toMatch(sentence);
    expect(primaries(container)).toEqual(buttons);
  });

  it('when the old key expires, and once it has', async () => {
    const rotation = rotationOf({ state: 'expiring' });
    const ending = (at: string): Rotation => ({ ...rotation, old_key: { ...rotation.old_key, expires_at: at } });
    const first = shown({ ...ending('2026-11-21T15:12:00Z'), drain: BUSY });
    await next();
    expect(answer(first.container)).toBe(
      'The old key expires 15:12 UTC, in 1 h; last call 2 min ago, 31 requests in the last 15 minutes.',
    );
    expect(primaries(first.container)).toEqual([]);
    cleanup();
    const second = shown(ending('2026-11-21T14:00:00Z'));
    await next();
    expect(answer(second.container)).toContain('The old key expired 14:00 UTC');
    expect(primaries(second.container)).toEqual(['Close the rotation']);
  });

  it('to whoever may only look: everything but what is to be done', async () => {
    const { container } = shown(rotationOf(), { person: personOf('viewer') });
    const card = await next();
    expect(card.getByText(/Somebody who may change keys goes on from here/)).toBeTruthy();
    expect(primaries(container)).toEqual([]);
    expect(screen.queryByRole('button', { name: 'Cancel rotation' })).toBeNull();
    expect(screen.getByRole('table', { name: 'What was looked at' })).toBeTruthy();
  });

  it('where there is none, and where nothing can be read', async () => {
    renderApp('/keys/rotations/99');
    expect((await screen.findAllByText('There is no such rotation')).length).toBeGreaterThan(0);
    cleanup();
    const { container } = renderApp(PAGE, 'failing');
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy();
    expect(answer(container)).toBe('Rotations cannot be shown right now.');
  });

  it('after it is over: the evidence, and nothing that measures on', async () => {
    const rotation = rotationOf({ state: 'done' });
    shown({
      ...rotation,
      old_key: { ...rotation.old_key, gone_at: '2026-11-21T14:11:00Z' },
      timeline: [
        ...rotation.timeline,
        {
          at: '2026-11-21T14:11:00Z',
          event: 'old_key_deleted',
          by: null,
          reason: 'leaked',
          request_id: 'req_9',
          was_forced: true,
        },
      ],
    });
    const card = within(await screen.findByRole('region', { name: 'How it ended' }));
    expect(card.getByText(/gone since 21 Nov 2026, 14:11 UTC/)).toBeTruthy();
    expect(card.getByText(/not known to be unused: leaked/)).toBeTruthy();
    expect(card.getByText(rotation.opened_by?.name ?? '')).toBeTruthy();
    expect(screen.queryByRole('region', { name: 'What was looked at' })).toBeNull();
  });
});

describe('the new key', () => {
  it('is made with what was asked for, shown once with its .env line, and put in place', async () => {
    const user = userEvent.setup();
    const app = shown(rotationOf({ state: 'opened' }));
    const card = await next();
    await user.type(card.getByLabelText('Name of the new key'), 'support-prod 2');
    await user.click(card.getByRole('radio', { name: 'Only these permissions' }));
    await user.type(card.getByLabelText('Permissions, one a line'), 'api.model.read{Enter}api.model.request');
    await user.selectOptions(card.getByLabelText('It expires'), 'in 90 days');
    await user.dblClick(card.getByRole('button', { name: 'Create new key' }));
    expect(await screen.findByText(NEW_SECRET)).toBeTruthy();
    expect(screen.getByText(`OPENAI_API_KEY=${NEW_SECRET}`)).toBeTruthy();
    expect(app.bodies.filter((body) => body !== undefined)).toEqual([
      { name: 'support-prod 2', scopes: ['api.model.read', 'api.model.request'], expires_in_seconds: 7_776_000 },
    ]);
    await user.click(screen.getAllByRole('button', { name: 'Copy' })[1] ?? document.body);
    expect(await navigator.clipboard.readText()).toBe(`OPENAI_API_KEY=${NEW_SECRET}`);
    expect(primaries(app.container)).toEqual(['I have put it in place']);
    await user.click(screen.getByRole('button', { name: 'I have put it in place' }));
    await waitFor(() => expect(screen.queryByText(NEW_SECRET)).toBeNull());
    expect(app.rotations.all[0]?.state).toBe('draining');
    expect(keptEverywhere(app)).not.toContain(NEW_SECRET);
  });

  it('is nowhere any more after the page was left, and the page says so when it is opened again', async () => {
    const user = userEvent.setup();
    const app = shown(rotationOf({ state: 'opened' }));
    await user.click(await screen.findByRole('button', { name: 'Create new key' }));
    await screen.findByText(NEW_SECRET);
    await user.click(screen.getAllByRole('link', { name: 'Rotations' }).at(-1) ?? document.body);
    await screen.findByRole('table', { name: 'Under way' });
    await waitFor(() => expect(keptEverywhere(app)).not.toContain(NEW_SECRET));
    await user.click(screen.getByRole('link', { name: 'support-prod' }));
    const card = await next();
    expect(card.getByText(/was shown once, when it was made, and is kept nowhere/)).toBeTruthy();
    await user.click(card.getByRole('button', { name: 'Nobody has it: replace it' }));
    await user.type(card.getByLabelText(/^Reason/), 'the page was reloaded');
    await user.click(card.getByRole('button', { name: 'Delete it and create another' }));
    expect(await screen.findByText(NEW_SECRET)).toBeTruthy();
    expect(app.bodies.at(-1)).toEqual({ replace_lost: true, reason: 'the page was reloaded' });
  });

  it('is replaced where its secret was lost with the answer of OpenAI', async () => {
    const user = userEvent.setup();
    const app = shown(rotationOf({ state: 'opened' }));
    app.rotations.creation = 'found';
    await user.click(await screen.findByRole('button', { name: 'Create new key' }));
    expect(await screen.findByText('OpenAI had made the key')).toBeTruthy();
    expect(answer(app.container)).toBe('The new key was made, and nobody has its secret: replace it.');
    app.rotations.creation = 'created';
    await user.type(await screen.findByLabelText(/^Reason/), 'lost');
    await user.click(await screen.findByRole('button', { name: 'Delete it and create another' }));
    expect(await screen.findByText(NEW_SECRET)).toBeTruthy();
    expect(app.bodies.at(-1)).toEqual({ replace_lost: true, reason: 'lost' });
    expect(screen.queryByText('OpenAI had made the key')).toBeNull();
  });

  it('is looked for, and not made again, where nobody knows whether it was made', async () => {
    const user = userEvent.setup();
    const app = shown(rotationOf({ state: 'opened' }));
    app.rotations.creation = 'unknown';
    await user.click(await screen.findByRole('button', { name: 'Create new key' }));
    const find = await screen.findByRole('button', { name: 'Find out' });
    expect(answer(app.container)).toMatch(/^A new key was asked for/);
    expect(screen.queryByRole('button', { name: 'Cancel rotation' })).toBeNull();
    await user.click(find);
    expect(await screen.findByText('It is still not known whether OpenAI made the key')).toBeTruthy();
    app.rotations.creation = 'found';
    await user.click(screen.getByRole('button', { name: 'Find out' }));
    expect(await screen.findByRole('button', { name: 'Delete it and create another' })).toBeTruthy();
  });

  it('of a member goes to a service account, or its owner is asked', async () => {
    const user = userEvent.setup();
    const { old_key: key } = rotationOf();
    const app = shown(
      rotationOf({ state: 'opened', kind: 'member', old_key: { ...key, owner_type: 'user', owner_name: 'Kenji Abe' } }),
    );
    const card = await next();
    expect(answer(app.container)).toContain('OpenAI lets nobody else make a key for Kenji Abe');
    await user.click(card.getByRole('button', { name: 'Create new key' }));
    expect(await card.findByText('Choose a service account.')).toBeTruthy();
    await user.click(card.getByRole('radio', { name: 'Ask the owner' }));
    await user.click(card.getByRole('button', { name: 'Copy the message' }));
    expect(await navigator.clipboard.readText()).toMatch(
      /^Hello Kenji Abe,\n\nplease replace your OpenAI API key support-prod sk-proj-…T4bn/,
    );
    await user.click(card.getByRole('radio', { name: 'Move to a new service account' }));
    expect(card.queryByLabelText('Name of the new key')).toBeNull();
    await user.type(card.getByLabelText('Name of the new service account'), 'support-api{Enter}');
    expect(await screen.findByText(NEW_SECRET)).toBeTruthy();
    expect(app.bodies.at(-1)).toEqual({ new_service_account_name: 'support-api' });
  });
});

describe('the end of the old key', () => {
  it('is an hour away, with a reason, and the rotation waits for it', async () => {
    const user = userEvent.setup();
    const app = shown(rotationOf());
    const card = await next();
    await user.click(card.getByRole('button', { name: 'Expire old key in 1 hour' }));
    expect(await card.findByText(/is missing|Enter/i)).toBeTruthy();
    await user.type(card.getByLabelText('Reason, kept in the activity trail'), 'Old{Enter}');
    await waitFor(() =>
      expect(answer(app.container)).toMatch(/^The old key expires 15:12 UTC, in 1 h; silent for 18 min/),
    );
    expect(app.bodies).toEqual([{ reason: 'Old', force: false, expires_in_seconds: 3600 }]);
    expect(primaries(app.container)).toEqual(['Close the rotation']);
    await user.click(screen.getByRole('button', { name: 'Close the rotation' }));
    await waitFor(() => expect(answer(app.container)).toMatch(/^The key was rotated/));
  });

  it('may be another one', async () => {
    const user = userEvent.setup();
    const app = shown(rotationOf());
    const card = await next();
    await user.click(card.getByRole('radio', { name: /^Expire later or sooner/ }));
    await user.selectOptions(card.getByLabelText('Life of the old key'), '1 day');
    await user.type(card.getByLabelText(/^Reason/), 'Old');
    await user.click(card.getByRole('button', { name: 'Expire old key in 1 day' }));
    await waitFor(() => expect(app.bodies).toEqual([{ reason: 'Old', force: false, expires_in_seconds: 86_400 }]));
  });

  it('is moved while it is to come: later at once, earlier only by force where it is used', async () => {
    const user = userEvent.setup();
    const rotation = rotationOf({ state: 'expiring', drain: BUSY });
    const { container, bodies } = shown({
      ...rotation,
      old_key: { ...rotation.old_key, expires_at: '2026-11-21T15:12:00Z' },
    });
    const card = await next();
    await user.click(card.getByRole('button', { name: 'Move its end' }));
    await user.selectOptions(card.getByLabelText('Life of the old key'), '6 hours');
    expect(card.queryByRole('checkbox')).toBeNull();
    await user.type(card.getByLabelText(/^Reason/), 'one caller left');
    await user.click(card.getByRole('button', { name: 'Let it expire in 6 hours' }));
    await waitFor(() => expect(answer(container)).toMatch(/^The old key expires 20:\d\d UTC/));
    await user.click(card.getByRole('button', { name: 'Move its end' }));
    await user.selectOptions(card.getByLabelText('Life of the old key'), '5 minutes');
    await user.type(card.getByLabelText(/^Reason/), 'it leaked after all');
    await user.click(card.getByRole('button', { name: 'Let it expire in 5 minutes' }));
    expect(card.getByText('Tick the box, or wait until the old key is silent.')).toBeTruthy();
    await user.click(card.getByRole('checkbox'));
    await user.click(card.getByRole('button', { name: 'Let it expire in 5 minutes' }));
    await waitFor(() => expect(answer(container)).toMatch(/^The old key expires 14:\d\d UTC/));
    expect(bodies).toEqual([
      { reason: 'one caller left', force: false, expires_in_seconds: 21_600 },
      { reason: 'it leaked after all', force: true, expires_in_seconds: 300 },
    ]);
  });

  it('is a deletion only with a reason that is one, and its name typed', async () => {
    const user = userEvent.setup();
    const app = shown(rotationOf());
    const card = await next();
    await user.click(card.getByRole('radio', { name: /^Delete now/ }));
    await user.type(card.getByLabelText(/^Reason/), 'Leaked');
    await user.type(card.getByLabelText(/^Type .*support-prod.* to delete it$/), 'support{Enter}');
    expect(await card.findByText(/Write at least 10 characters/)).toBeTruthy();
    expect(card.getByText(/^That is not/)).toBeTruthy();
    expect(app.bodies).toEqual([]);
    await user.type(card.getByLabelText(/^Reason/), ' in a public repository');
    await user.type(card.getByLabelText(/^Type/), '-prod{Enter}');
    await waitFor(() => expect(answer(app.container)).toMatch(/^The old key is deleted/));
    expect(app.bodies).toEqual([{ reason: 'Leaked in a public repository', force: false, with_account: false }]);
  });

  it.each([
    ['used', BUSY, 'The old key is still used', 'it was used in the last 15 min'],
    ['not known', UNKNOWN, 'It is not known whether the old key is still used', 'some minutes were not read yet'],
  ])('is refused while it is %s, with what was seen, unless it is forced', async (_name, drain, title, reason) => {
    const user = userEvent.setup();
    const app = shown(rotationOf({ drain }));
    const card = await next();
    expect(card.getByText(title)).toBeTruthy();
    expect(card.getByText(reason)).toBeTruthy();
    await user.type(card.getByLabelText(/^Reason/), 'Leaked in a public repository{Enter}');
    expect(await card.findByText(/Tick the box, or wait/)).toBeTruthy();
    expect(app.bodies).toEqual([]);
    await user.click(card.getByRole('checkbox', { name: /^End it all the same/ }));
    await user.click(card.getByRole('button', { name: 'Expire old key in 1 hour' }));
    await waitFor(() => expect(app.bodies).toHaveLength(1));
    expect(app.bodies).toEqual([{ reason: 'Leaked in a public repository', force: true, expires_in_seconds: 3600 }]);
  });

  it('is refused by the server where a call came in meanwhile, and the page says what it knows now', async () => {
    const user = userEvent.setup();
    const app = shown(rotationOf());
    const card = await next();
    app.rotations.all = [rotationOf({ drain: BUSY })];
    await user.type(card.getByLabelText(/^Reason/), 'Old{Enter}');
    expect(await card.findByText(/The key key_proj_2_0 is used/)).toBeTruthy();
    expect(await card.findByRole('checkbox', { name: /^End it all the same/ })).toBeTruthy();
  });

  it('needs another account where OpenAI deletes keys only with theirs', async () => {
    const user = userEvent.setup();
    const app = shown(rotationOf({ needs_new_account: true }));
    const card = await next();
    await user.click(card.getByRole('radio', { name: /^Make a key on another account/ }));
    await user.click(card.getByRole('radio', { name: 'Move to a new service account' }));
    await user.type(card.getByLabelText('Name of the new service account'), 'support-api-2{Enter}');
    expect(await screen.findByText(NEW_SECRET)).toBeTruthy();
    cleanup();
    const moved = shown(
      rotationOf({ needs_new_account: true, new_key: newKeyOf({ service_account_id: 'svc_other' }) }),
    );
    const then = await next();
    await user.click(then.getByRole('radio', { name: /^Delete now, with its service account/ }));
    await user.type(then.getByLabelText(/^Reason/), 'Nothing uses it any more');
    await user.type(then.getByLabelText(/^Type/), 'support-prod{Enter}');
    await waitFor(() => expect(moved.bodies.at(-1)).toMatchObject({ with_account: true }));
    expect(app.bodies).toHaveLength(1);
  });
});

describe('two people at one rotation', () => {
  it('see each other: whoever comes second is told, and goes on from there', async () => {
    const user = userEvent.setup();
    const app = shown(rotationOf({ state: 'created' }));
    const card = await next();
    app.rotations.all = [rotationOf({ state: 'draining' })];
    await user.click(card.getByRole('button', { name: 'I have put it in place' }));
    expect(await screen.findByText('Somebody else has taken this step')).toBeTruthy();
    expect(screen.getByText(/That the new key is in place was said already/)).toBeTruthy();
    expect(await screen.findByRole('button', { name: 'Expire old key in 1 hour' })).toBeTruthy();
  });

  it('can give it up, with a reason', async () => {
    const user = userEvent.setup();
    const app = shown(rotationOf());
    await user.click(await screen.findByRole('button', { name: 'Cancel rotation' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText('Reason'), 'Wrong key{Enter}');
    await waitFor(() => expect(answer(app.container)).toMatch(/^This rotation was cancelled/));
    expect(app.bodies).toEqual([{ reason: 'Wrong key' }]);
  });
});
