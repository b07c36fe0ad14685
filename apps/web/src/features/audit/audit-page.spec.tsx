import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HOSTILE_ACTOR } from '../../testing/audit-answers.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const table = () => screen.findByRole('table', { name: 'Events' });
const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));
/** Links of the events in sight: a windowed table draws them once it has measured itself. */
const links = () => screen.findAllByRole('link', { name: /^Open event:/ });
const firstRows = async (count: number): Promise<string[]> =>
  (await links()).slice(0, count).map((link) => textOf(link.closest('tr')));

describe('the Audit log page', () => {
  it('says how much is logged and what came last, and lists the newest first', async () => {
    const { container } = renderApp('/audit-log');
    const [newest, second] = await firstRows(2);
    expect(answer(container)).toBe(
      'OpenAI has logged 450 events so far, the newest 4 min ago: API key changed by hana.mori@example.com.',
    );
    for (const part of ['14:08:00', '21 Nov 2026', 'API key changed', 'api_key.updated', 'hana.mori', '203.0.113.24']) {
      expect(newest).toContain(part);
    }
    expect(newest).toContain('Sim Generator');
    expect(second).toContain('13:31:00');
    expect(textOf(container.querySelector('.completeness'))).toContain('no event missing since 1 Jan 2020');
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
  });

  it('keeps only the rows in sight in the document, and says how many have been read', async () => {
    const { asked } = renderApp('/audit-log');
    expect((await links()).length).toBeLessThan(60);
    expect(screen.getByText('200 of 450 events read; scroll for more')).toBeTruthy();
    expect(asked.filter((each) => each.includes('cursor'))).toEqual([]);
  });

  it('shows types and actors that nobody knows as they are (case 87)', async () => {
    renderApp('/audit-log?event_type=robot.rebelled');
    const [row] = await firstRows(1);
    expect(row).toContain('robot.rebelled');
    expect(row).toContain('nobody named');
  });

  it('filters by a type, with the count of each, and writes it into the address', async () => {
    const user = userEvent.setup();
    const { container, router } = renderApp('/audit-log');
    await table();
    await user.click(screen.getByRole('button', { name: 'Event' }));
    const choice = await screen.findByRole('checkbox', { name: /API key changed/ });
    expect(textOf(choice.closest('label'))).toBe('API key changed45');
    await user.click(choice);
    await waitFor(() => expect(router.state.location.searchStr).toBe('?event_type=api_key.updated'));
    await waitFor(() => expect(answer(container)).toMatch(/^45 events match, the newest 4 min ago/));
    expect(await screen.findByText('45 events, all of them')).toBeTruthy();
  });

  it('filters by an address that is typed', async () => {
    const user = userEvent.setup();
    const { router } = renderApp('/audit-log');
    await table();
    await user.click(screen.getByRole('button', { name: 'IP address' }));
    await user.type(await screen.findByRole('textbox', { name: 'IP address' }), ' 198.51.100.1 {Enter}');
    await waitFor(() => expect(router.state.location.searchStr).toBe('?ip=198.51.100.1'));
    expect(await screen.findByText('No event matches these filters')).toBeTruthy();
    await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[0]!);
    await table();
    expect(router.state.location.searchStr).toBe('');
  });

  it('opens an event by keyboard with what changed, who did it and the raw object, and closes it again', async () => {
    const user = userEvent.setup();
    const { router } = renderApp('/audit-log');
    (await links())[0]?.focus();
    await user.keyboard('{Enter}');
    const panel = await screen.findByRole('dialog', { name: 'API key changed' });
    expect(router.state.location.searchStr).toBe('?event=audit_log-0');
    const changes = await within(panel).findByRole('table', { name: 'What changed' });
    expect(textOf(within(changes).getAllByRole('row')[1] ?? null)).toContain('scopes');
    for (const part of ['21 Nov 2026, 14:08:00 UTC', 'user-hana', 'Osaka, JP', '"type": "api_key.updated"']) {
      expect(textOf(panel)).toContain(part);
    }
    await user.click(within(panel).getByRole('button', { name: 'Close event' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(router.state.location.searchStr).toBe('');
  });

  it('opens by its link an event that the list has not read yet', async () => {
    const { asked } = renderApp('/audit-log?event=audit_log-449');
    const panel = await screen.findByRole('dialog', { name: 'Signed in' });
    expect(textOf(panel)).toContain('audit_log-449');
    expect(asked).toContain('GET /api/v1/audit-events/audit_log-449');
  });

  it('says when a link leads to no event', async () => {
    renderApp('/audit-log?event=audit_log-gone');
    expect(await screen.findByText('There is no such event')).toBeTruthy();
  });

  it('leads from an event to all others of its actor', async () => {
    const user = userEvent.setup();
    const { router } = renderApp('/audit-log?event=audit_log-0');
    const panel = await screen.findByRole('dialog', { name: 'API key changed' });
    await user.click(within(panel).getByRole('button', { name: /All events of .*hana\.mori/ }));
    await waitFor(() => expect(router.state.location.searchStr).toBe('?actor=user-hana'));
  });

  it('repairs a link that makes no sense, in view of the reader', async () => {
    renderApp('/audit-log?range=yesterday&colour=red');
    await table();
    expect(screen.getByText('2 parts of this link were not understood and are left out')).toBeTruthy();
  });

  it.each([
    ['connecting', 'First sync', 'The audit log is being read for the first time, the newest events first.'],
    ['empty', 'No event so far', 'OpenAI has logged nothing so far.'],
    ['audit-off', 'Switch on audit logging at OpenAI', 'OpenAI keeps no audit log of this organization.'],
    ['scopeless', 'Create an admin key with api.audit_logs.read', 'The admin key may not read the audit log.'],
  ] as const)('says in the scene "%s" why nothing is listed', async (scene, title, sentence) => {
    const { container } = renderApp('/audit-log', scene);
    expect(await screen.findByRole('heading', { name: title })).toBeTruthy();
    expect(answer(container)).toBe(sentence);
  });

  it('tells where audit logging is switched on (case 86)', async () => {
    renderApp('/audit-log', 'audit-off');
    expect(await screen.findAllByText(/under Organization settings \u2192 Data controls/)).toHaveLength(2);
  });

  it('words a failure of the server, with a way to try again', async () => {
    renderApp('/audit-log', 'failing');
    const alert = await screen.findByRole('alert');
    expect(textOf(alert)).toContain('Bursar failed (internal, status 500)');
    expect(within(alert).getByRole('button', { name: 'Try again' })).toBeTruthy();
  });

  it('shows hostile names as text', async () => {
    const { container } = renderApp('/audit-log?event=audit_log-0', 'hostile');
    await screen.findByRole('dialog', { name: 'API key changed' });
    expect((await firstRows(1))[0]).toContain(HOSTILE_ACTOR);
    expect(container.ownerDocument.querySelector('img')).toBeNull();
  });
});
