import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { personOf } from '../../testing/auth-answers.js';
import { LEAKED_KEY } from '../../testing/incident-answers.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const SECRET = 'sk-proj-Zk3mQ0pV8sLx2NfTaB7cD9eF1gH5iJ6kL4mN0oP2qR8sT3uV7wX9yZ1aB5c_5_0';
const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));

describe('the list of incidents', () => {
  it('names each with its key and state, and filters by it', async () => {
    const user = userEvent.setup();
    const { container, router, asked } = renderApp('/keys/incidents');
    const rows = await screen.findAllByRole('link', { name: /^Open incident:/ });
    expect(rows.map(textOf)).toEqual(['Secret of acme/robots', 'Key in a build log']);
    expect(answer(container)).toBe('2 incidents so far, Secret of acme/robots the newest.');
    expect(screen.getByText('no key chosen yet')).toBeTruthy();
    await user.click(screen.getByRole('link', { name: 'Closed' }));
    expect(await screen.findByRole('heading', { name: 'None of this state' })).toBeTruthy();
    expect(router.state.location.searchStr).toBe('?state=closed');
    expect(asked.at(-1)).toContain('state=closed');
  });

  it('says when there is none, when it fails, and who may see it', async () => {
    renderApp('/keys/incidents', 'empty');
    expect(await screen.findByRole('heading', { name: 'Nothing so far' })).toBeTruthy();
    cleanup();
    renderApp('/keys/incidents', 'failing');
    expect(textOf(await screen.findByRole('alert'))).toContain('Bursar failed (internal, status 500)');
    cleanup();
    renderApp('/keys/incidents', 'full', { person: personOf('viewer') });
    expect(await screen.findByText(/owners, admins and engineers/)).toBeTruthy();
  });
});

describe('the page of an incident', () => {
  it('tells what the key did, what happened, and what is known', async () => {
    const { container } = renderApp('/keys/incidents/7');
    await waitFor(() => expect(answer(container)).toMatch(/\$2,541\.00 above its baseline/));
    const items = [...container.querySelectorAll('.timeline li')].map(textOf);
    expect(items[0]).toBe('18 Nov 2026, 03:00:00 UTCLeaked, as far as is known');
    expect(items[1]).toContain('In OpenAI\u2019s audit log: API key created');
    expect(items[2]).toContain('found in the log of build 4471');
    expect(items[3]).toContain('Request req_9d21e7');
    expect(screen.getByText('not yet')).toBeTruthy();
  });

  it('takes notes, but none with a key, and is closed with a reason', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp('/keys/incidents/7');
    const note = await screen.findByRole('textbox', { name: 'Add a note' });
    await user.click(note);
    await user.paste(`it was ${SECRET}`);
    await user.click(screen.getByRole('button', { name: 'Add note' }));
    expect(textOf(await screen.findByRole('alert'))).toContain('This looks like a key');
    await user.clear(note);
    await user.type(note, 'The log is deleted.');
    await user.click(screen.getByRole('button', { name: 'Add note' }));
    expect(await screen.findByText('The log is deleted.', { selector: '.timeline *' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Close incident' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('The key still works. Closing the incident does not stop it.')).toBeTruthy();
    await user.type(dialog.getByRole('textbox', { name: 'Reason' }), 'rotated');
    await user.click(dialog.getByRole('button', { name: 'Close the incident' }));
    expect(await screen.findByText(/^Closed 21 Nov 2026, 14:12 UTC by .*Mika.*: .*rotated/)).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: 'Add a note' })).toBeNull();
    expect(JSON.stringify(bodies)).not.toContain(SECRET.slice(8, 20));
  });

  it('lets a key be chosen where an alert tells of none, by what leaked', async () => {
    const user = userEvent.setup();
    const { container, bodies } = renderApp('/keys/incidents/8');
    await waitFor(() =>
      expect(answer(container)).toBe(
        'It is not known which key leaked in acme/robots. Choose it, and what it did is shown here.',
      ),
    );
    expect(screen.getByRole('link', { name: 'Open the alert at GitHub' }).getAttribute('href')).toMatch(/^https:/);
    await user.click(await screen.findByRole('textbox', { name: /Paste a key/ }));
    await user.paste(SECRET);
    await user.click(await screen.findByRole('radio', { name: /^Look at / }));
    await user.click(screen.getByRole('button', { name: 'Choose this key' }));
    await user.type(await screen.findByRole('textbox', { name: 'Reason' }), 'it is the one of the alert');
    await user.click(screen.getByRole('button', { name: 'Choose the key' }));
    await waitFor(() => expect(answer(container)).toMatch(/above its baseline/));
    expect(bodies).toEqual([{ api_key_id: LEAKED_KEY, project_id: 'proj_5', reason: 'it is the one of the alert' }]);
  });

  it('says when there is no such incident, and offers nothing to who may only look', async () => {
    renderApp('/keys/incidents/404');
    expect(await screen.findByRole('heading', { name: 'There is no such incident', level: 2 })).toBeTruthy();
    cleanup();
    const { container } = renderApp('/keys/incidents/7', 'full', { person: personOf('engineer') });
    await waitFor(() => expect(answer(container)).toMatch(/above its baseline/));
    expect(screen.queryByRole('button', { name: 'Close incident' })).toBeNull();
    expect(screen.queryByRole('textbox', { name: 'Add a note' })).toBeNull();
  });
});

describe('the evidence of an incident', () => {
  it('has every hour, day and action in the document, with the proof, and a file', async () => {
    const { container } = renderApp('/keys/incidents/7/evidence');
    const table = (name: string) => screen.findByRole('table', { name });
    expect(within(await table('By hour')).getAllByRole('row')).toHaveLength(1 + 24 + 3 * 24 + 15);
    expect(within(await table('By day')).getAllByRole('row')).toHaveLength(6);
    expect(textOf(await table('What was done here'))).toContain('b'.repeat(64));
    expect(screen.getByText(`npm run verify-activity -- ${'c'.repeat(64)}`)).toBeTruthy();
    const file = screen.getByRole('link', { name: 'Download JSON' });
    expect(file.getAttribute('href')).toBe('/api/v1/incidents/7/evidence');
    expect(file.getAttribute('download')).toBe('bursar-incident-7-evidence.json');
    expect(answer(container)).toBe('All that Bursar knows of Key in a build log, made 21 Nov 2026, 14:12 UTC.');
  });

  it('is printed by its button', async () => {
    const printed: unknown[] = [];
    window.print = () => void printed.push(1);
    renderApp('/keys/incidents/7/evidence');
    await userEvent.setup().click(await screen.findByRole('button', { name: 'Print or save as PDF' }));
    expect(printed).toHaveLength(1);
  });
});
