import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { LeakImpact } from '@bursar/contract';
import { personOf } from '../../testing/auth-answers.js';
import { LEAKED_AT, LEAKED_KEY } from '../../testing/incident-answers.js';
import { renderApp, textOf, type RenderedApp } from '../../testing/render-app.js';

afterEach(cleanup);

/** Made up; it ends like the key that leaked, and like no other. */
const SECRET = 'sk-proj-Zk3mQ0pV8sLx2NfTaB7cD9eF1gH5iJ6kL4mN0oP2qR8sT3uV7wX9yZ1aB5c_5_0';
const LINE = `2026-11-18T02:58:07Z build[4471]: export OPENAI_API_KEY=${SECRET} && make sim-batch`;
const CALL = `PATCH /api/v1/projects/proj_5/api-keys/${LEAKED_KEY}`;
const DESK = `/keys/leak-desk?key=${LEAKED_KEY}&project=proj_5`;

const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));
const field = () => screen.findByRole('textbox', { name: /Paste a key/ });
const told = (app: RenderedApp, start: RegExp) =>
  waitFor(() => expect(answer(app.container)).toMatch(start), { onTimeout: briefly });

/** A page in full is hundreds of lines that say less than the one that was waited for. */
const briefly = (error: Error): Error => new Error(error.message.split('\n\n').slice(0, 2).join('\n'));

async function pasteInto(text: string): Promise<void> {
  const user = userEvent.setup();
  await user.click(await field());
  await user.paste(text);
}

/** Everything that a page could have kept or sent, as one text. */
const everythingOf = ({ asked, bodies, queryClient, router, container }: RenderedApp): string =>
  JSON.stringify([
    asked,
    bodies,
    queryClient
      .getQueryCache()
      .getAll()
      .map(({ queryKey, state }) => [queryKey, state.data]),
    queryClient
      .getMutationCache()
      .getAll()
      .map(({ state }) => state),
    router.state.location.href,
    router.history.location.href,
    { ...localStorage },
    { ...sessionStorage },
    container.ownerDocument.documentElement.outerHTML,
    [...container.ownerDocument.querySelectorAll('textarea, input')].map((each) => ('value' in each ? each.value : '')),
  ]);

/** The next call that expires the key is answered, and so is what it did. */
function expires({ script, queryClient }: RenderedApp, at: string): void {
  const [impact] = queryClient
    .getQueriesData<LeakImpact>({ queryKey: ['leak-impact'] })
    .flatMap(([, data]) => data ?? []);
  if (impact === undefined) throw new Error('Nothing is known of the key yet.');
  const known = { ...impact, key: { ...impact.key, expires_at: at } };
  script.set(CALL, [[200, { id: LEAKED_KEY, expires_at: at }]]);
  script.set(
    'GET /api/v1/leak-impact',
    Array.from({ length: 4 }, () => [200, { ...known, since: LEAKED_AT }]),
  );
}

describe('the leak desk', () => {
  it('finds the key of a pasted line, and tells what it did since it leaked', async () => {
    const app = renderApp('/keys/leak-desk');
    await told(app, /^Paste what leaked/);
    await pasteInto(LINE);
    await told(app, /still being used/);
    expect(answer(app.container)).toMatch(
      /^The pasted text holds .+ of Sim Generator\. Since 18 November 03:00 UTC it spent \$2,541\.00 above its baseline, and it is still being used\.$/,
    );
    const shown = screen.getByRole('region', { name: 'What was pasted, with its secrets masked' });
    expect(textOf(shown)).toMatch(/export OPENAI_API_KEY=sk-proj-\u2022+_5_0 && make sim-batch$/);
    expect(textOf(screen.getByRole('heading', { name: 'Candidates' }).parentElement)).toMatch(/1 of \d+ keys/);
    expect(screen.getByText('Beginning and last 4 match')).toBeTruthy();
    expect(screen.getByText('Critical: in use 2 min ago')).toBeTruthy();
    const days = within(screen.getByRole('table', { name: 'Table: above baseline by day' }));
    expect(days.getAllByRole('row').map(textOf)).toEqual([
      'Day, UTCBaseline, $Above, $Key total, $',
      '18 Nov 36.00635.25671.25',
      '19 Nov prov.36.00726.00762.00',
      '20 Nov prov.36.00726.00762.00',
      '21 Nov prov.22.50453.75476.25',
      '18\u201321 Nov130.502,541.002,671.50',
    ]);
    expect(screen.getByText('never', { selector: '.never-before' })).toBeTruthy();
    expect(
      screen.getByText(/Created 21 Apr 2026, 10:00 UTC by .*hana@acme\.example.* from .*203\.0\.113\.24/),
    ).toBeTruthy();
  });

  it('keeps the secret out of everything that is sent, kept or shown, also after an action', async () => {
    const user = userEvent.setup();
    const app = renderApp('/keys/leak-desk');
    await pasteInto(LINE);
    await told(app, /still being used/);
    expires(app, '2026-11-21T14:17:00Z');
    await user.click(screen.getByRole('button', { name: 'Expire' }));
    await user.type(await screen.findByRole('textbox', { name: 'Reason' }), 'found in a build log');
    await user.click(screen.getByRole('button', { name: 'Expire in 5 minutes' }));
    await told(app, /it ends at 14:17 UTC/);
    expect(app.asked).toContain(CALL);
    expect(screen.getByText(/^Ends at 14:17 UTC/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Expire' })).toBeNull();
    const seen = everythingOf(app);
    for (let from = 0; from + 12 <= SECRET.length; from += 1) expect(seen).not.toContain(SECRET.slice(from, from + 12));
    // Undo has nothing to bring back: what was pasted never was in a field.
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'z', ctrlKey: true });
    await user.click(screen.getByRole('button', { name: 'Start over' }));
    expect(await field()).toHaveProperty('value', '');
    await user.click(screen.getAllByRole('link', { name: 'Overview' })[0]!);
    await screen.findByRole('heading', { name: 'Overview', level: 1 });
    expect(everythingOf(app)).not.toContain('make sim-batch');
  });

  it('takes what is typed, and lets go of it as the page is left for another one', async () => {
    const user = userEvent.setup();
    const app = renderApp('/keys/leak-desk');
    await user.type(await field(), SECRET.slice(-20));
    fireEvent(window, new Event('pagehide'));
    expect(await field()).toHaveProperty('value', '');
    await user.type(await field(), `...${SECRET.slice(-4)}{Control>}{Enter}{/Control}`);
    expect(await screen.findByText('Possible')).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: /Paste a key/ })).toBeNull();
    // One that only may be meant is chosen by the reader.
    expect(answer(app.container)).toBe('The pasted text may mean 1 key. Choose it.');
    await user.click(screen.getByRole('radio', { name: /^Look at / }));
    await told(app, /still being used/);
    expect(app.router.state.location.searchStr).toBe(`?key=${LEAKED_KEY}&project=proj_5`);
  });

  it('refuses a text of more than a megabyte, and says when nothing fits', async () => {
    const app = renderApp('/keys/leak-desk');
    await pasteInto(`${'x'.repeat(1_000_001)}`);
    expect(textOf(await screen.findByRole('alert'))).toBe(
      'This text is longer than a megabyte. Paste the part that holds the key.',
    );
    await pasteInto(SECRET.replace(/_5_0$/, 'wXyZ'));
    await told(app, /^The pasted text fits none of \d+ keys\.$/);
    await userEvent.setup().click(screen.getByRole('button', { name: 'Paste another text' }));
    await pasteInto('no key in here');
    await told(app, /holds nothing that looks like an OpenAI key/);
  });

  it('reads a file that is dropped', async () => {
    const app = renderApp('/keys/leak-desk');
    const file = new File([`A=1\nOPENAI_API_KEY=${SECRET}\n`], '.env');
    Object.defineProperty(file, 'text', { value: () => Promise.resolve(`A=1\nOPENAI_API_KEY=${SECRET}\n`) });
    fireEvent.drop(await field(), { dataTransfer: { files: [file], getData: () => '' } });
    await told(app, /^The pasted text holds/);
  });

  it('is opened by a link, with another time and as a table; a key in the address is not taken', async () => {
    const user = userEvent.setup();
    const app = renderApp(`${DESK}&view=table`);
    await told(app, /^This is .+ of Sim Generator\. Since 18 November 03:00 UTC/);
    expect(app.asked.filter((call) => call.includes('leak-impact'))).toEqual([
      `GET /api/v1/leak-impact?project_id=proj_5&api_key_id=${LEAKED_KEY}&since=2026-11-14T00%3A00%3A00Z`,
      `GET /api/v1/leak-impact?project_id=proj_5&api_key_id=${LEAKED_KEY}&since=2026-11-18T03%3A00%3A00Z`,
    ]);
    expect(within(screen.getByRole('region', { name: 'Cost' })).getByText('21 Nov 14:00')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /^Leaked since/ }));
    await user.click(await screen.findByRole('button', { name: /^1 day ago/ }));
    await told(app, /Since 20 November 14:00 UTC/);
    expect(app.router.state.location.searchStr).toContain('since=2026-11-20T14:00:00Z');
    cleanup();
    const other = renderApp(`/keys/leak-desk?key=${SECRET}&project=proj_5`);
    expect(await screen.findByText('A part of this link was not understood and is left out')).toBeTruthy();
    expect(other.asked.join()).not.toContain(SECRET);
    expect(other.container.textContent).not.toContain(SECRET);
  });

  it('caps the project at what it usually spends, and says what is stopped at once', async () => {
    const user = userEvent.setup();
    const app = renderApp(DESK);
    await told(app, /still being used/);
    await user.click(screen.getByRole('button', { name: 'Cap' }));
    const amount = await screen.findByRole('textbox', { name: 'Limit a month, in US dollars' });
    expect(amount).toHaveProperty('value', expect.stringMatching(/^\d+0$/));
    await user.clear(amount);
    await user.type(amount, '10');
    expect(screen.getByText(/OpenAI refuses its calls at once/)).toBeTruthy();
    await user.type(screen.getByRole('textbox', { name: 'Reason' }), 'until it is rotated');
    await user.click(screen.getByRole('button', { name: 'Set the limit' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(app.asked).toContain('PUT /api/v1/projects/proj_5/spend-limit');
    expect(app.bodies.at(-1)).toMatchObject({ threshold_amount: 1000, reason: 'until it is rotated' });
  });

  it('opens an incident and leads to it, once', async () => {
    const user = userEvent.setup();
    const app = renderApp(DESK, 'empty');
    await told(app, /still being used/);
    await user.click(await screen.findByRole('button', { name: 'Open' }));
    await user.type(await screen.findByRole('textbox', { name: 'Reason' }), 'in a public log');
    await user.dblClick(screen.getByRole('button', { name: 'Open the incident' }));
    await waitFor(() => expect(app.router.state.location.pathname).toBe('/keys/incidents/10'));
    expect(app.asked.filter((call) => call === 'POST /api/v1/incidents')).toHaveLength(1);
    expect(app.bodies.at(-1)).toMatchObject({ leaked_since: '2026-11-18T03:00:00Z', api_key_id: LEAKED_KEY });
  });

  it('tells that nobody knows, and sends nothing twice; a refusal is told in the words of OpenAI', async () => {
    const user = userEvent.setup();
    const app = renderApp(DESK);
    const problem = { type: '/problems/openai-refused', title: '', status: 409, request_id: 'r', errors: [] };
    app.script.set(CALL, [
      [409, { ...problem, detail: 'OpenAI: \u201CThis key is managed elsewhere.\u201D Change it there.' }],
      [202, { state: 'unknown', detail: 'OpenAI did not answer in time.', looked_at: '2026-11-21T14:12:00Z' }],
    ]);
    await told(app, /still being used/);
    await user.click(screen.getByRole('button', { name: 'Expire' }));
    expect(document.activeElement).toHaveProperty('textContent', 'Cancel');
    await user.type(await screen.findByRole('textbox', { name: 'Reason' }), 'found in a build log');
    await user.click(screen.getByRole('button', { name: 'Expire in 5 minutes' }));
    expect(textOf(await screen.findByRole('alert'))).toContain('This key is managed elsewhere.');
    await user.click(screen.getByRole('button', { name: 'Expire in 5 minutes' }));
    expect(await screen.findByText('OpenAI did not answer in time.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Expire in 5 minutes' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Look again' }));
    await waitFor(() => expect(screen.getByText(/Not found when last looked for/)).toBeTruthy());
    expect(app.asked.filter((each) => each === CALL)).toHaveLength(2);
  });

  it('offers nothing to who may only look, and says why; who may not look is told who may', async () => {
    const app = renderApp(DESK, 'full', { person: personOf('engineer') });
    await told(app, /still being used/);
    expect(screen.getByText(/You may look, and not act.*role Engineer/)).toBeTruthy();
    for (const name of ['Expire', 'Rotate', 'Cap', 'Open']) expect(screen.queryByRole('button', { name })).toBeNull();
    cleanup();
    for (const role of ['finance', 'viewer'] as const) {
      renderApp('/keys/leak-desk', 'full', { person: personOf(role) });
      expect(
        await screen.findByRole('heading', { name: 'You may not see leaked keys and their incidents', level: 2 }),
      ).toBeTruthy();
      expect(screen.queryByRole('textbox', { name: /Paste a key/ })).toBeNull();
      cleanup();
    }
  });

  it('says what is unknown where nothing was read, and what failed', async () => {
    const unread = renderApp(DESK, 'first-sync');
    await told(unread, /it spent \$2,\d{3}\.\d{2}, of which nobody can tell what is usual/);
    cleanup();
    const failing = renderApp(DESK, 'failing');
    expect((await screen.findAllByRole('alert')).map(textOf).join()).toContain('Bursar failed (internal, status 500)');
    await told(failing, /^What the key did cannot be shown$/);
  });
});
