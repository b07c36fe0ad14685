import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { personOf } from '../../testing/auth-answers.js';
import { renderApp, textOf } from '../../testing/render-app.js';

afterEach(cleanup);

const KEY = '/keys/key_proj_10_1?project=proj_10';
const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));
/** A card; a wide table within it is a region of that name as well. */
const card = async (name: string): Promise<HTMLElement> => {
  const [found] = await screen.findAllByRole('region', { name });
  if (found === undefined) throw new Error(`There is no card "${name}".`);
  return found;
};

describe('the page of a key', () => {
  it('says what it cost over its rotations, what speaks against it, what is known and what happened', async () => {
    const { container, asked } = renderApp(KEY);
    const risks = await card('What speaks against it');
    expect(answer(container)).toMatch(
      /^onboarding-guide-batch in Onboarding Guide cost \$[\d,.]+ in the last 30 days, with the 1 key before it\. It needs a decision: /,
    );
    for (const part of ['Orphan', 'since 3 Oct 2026, 49 days', 'To do: Rotate it onto a service account'])
      expect(textOf(risks)).toContain(part);
    const facts = textOf(await card('What is known'));
    for (const part of ['Dana Whitfield', 'no access since 3 Oct', 'by Mika Kataoka', 'from 203.0.113.7'])
      expect(facts).toContain(part);
    const lineage = within(await card('Its keys over time'));
    expect(lineage.getByRole('link', { name: 'Open rotation' }).getAttribute('href')).toBe('/keys/rotations/rot_0');
    const timeline = textOf(await card('What happened to it'));
    for (const part of ['Label an API key', 'so that it can be found', 'expires_at changed', 'API key created'])
      expect(timeline).toContain(part);
    expect(asked.some((call) => /costs\?.*api_key_id=key_proj_10_0&api_key_id=key_proj_10_1/.test(call))).toBe(true);
    const used = await within(await card('Where it is used')).findByRole('table');
    expect(within(used).getAllByRole('row').length).toBeGreaterThan(1);
  });

  it('shows the cost as a table too', async () => {
    const user = userEvent.setup();
    renderApp(KEY);
    const cost = within(await card('Cost over its rotations'));
    await user.click(cost.getByRole('radio', { name: 'Table' }));
    expect(await cost.findByRole('table')).toBeTruthy();
  });

  it('sets a label, which stands in the place of the name', async () => {
    const user = userEvent.setup();
    const { bodies, container } = renderApp(KEY);
    await user.click(await screen.findByRole('button', { name: /^What can be done with/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'Label' }));
    const dialog = await screen.findByRole('dialog', { name: /^Label .*onboarding-guide-batch/ });
    await user.type(within(dialog).getByLabelText('Label'), 'guide of warehouse 3');
    await user.type(within(dialog).getByLabelText('Reason'), 'two have that name');
    await user.click(within(dialog).getByRole('button', { name: 'Set label' }));
    await waitFor(() => expect(answer(container)).toContain('guide of warehouse 3'));
    expect(bodies.at(-1)).toEqual({
      label: 'guide of warehouse 3',
      reason: 'two have that name',
      project_id: 'proj_10',
      organization: 'org-acme',
    });
  });

  it('replaces scopes, and takes an empty list for all permissions only where that is said', async () => {
    const user = userEvent.setup();
    const { bodies } = renderApp(KEY);
    await user.click(await screen.findByRole('button', { name: /^What can be done with/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'Restrict scopes' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/The list replaces what the key may do now/)).toBeTruthy();
    await user.type(dialog.getByLabelText('Reason'), 'least privilege');
    await user.click(dialog.getByRole('button', { name: 'Replace scopes' }));
    expect(await dialog.findByText('Name at least one scope, or choose all permissions.')).toBeTruthy();
    expect(bodies).toEqual([]);
    await user.type(dialog.getByLabelText('Scopes, one a line'), 'model.request{enter}api.all.read');
    await user.click(dialog.getByRole('button', { name: 'Replace scopes' }));
    await waitFor(() =>
      expect(bodies).toEqual([
        { reason: 'least privilege', organization: 'org-acme', scopes: ['model.request', 'api.all.read'] },
      ]),
    );
  });

  it('opens a rotation and leads to it', async () => {
    const user = userEvent.setup();
    const { bodies, router } = renderApp(KEY);
    await user.click(await screen.findByRole('button', { name: 'Rotate' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Rotate 1 key' }));
    expect(dialog.getByText(/A person owns it/)).toBeTruthy();
    await user.type(dialog.getByLabelText('Reason'), 'its owner left');
    await user.click(dialog.getByRole('button', { name: 'Open a rotation' }));
    await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/keys\/rotations\/\d+$/));
    expect(bodies).toEqual([
      { api_key_id: 'key_proj_10_1', project_id: 'proj_10', reason: 'its owner left', organization: 'org-acme' },
    ]);
  });

  it('says that nobody knows where the answer of a deletion was lost, and finds out without sending it twice', async () => {
    const user = userEvent.setup();
    const { asked, script, keys } = renderApp(KEY);
    const call = 'DELETE /api/v1/projects/proj_10/api-keys/key_proj_10_1';
    script.set(call, ['lost']);
    await user.click(await screen.findByRole('button', { name: /^What can be done with/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'Delete' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete 1 key' }));
    expect(dialog.getByText(/61,904 requests and \$[\d,.]+ in 30 days, last used/)).toBeTruthy();
    await user.type(dialog.getByLabelText('Reason'), 'replaced long ago');
    await user.type(dialog.getByLabelText(/^Type/), 'onboarding-guide-batch');
    await user.click(dialog.getByRole('button', { name: 'Delete 1 key' }));
    expect(await dialog.findByText('What came of it is not certain')).toBeTruthy();
    keys.items = keys.items.map((item) =>
      item.id === 'key_proj_10_1' ? { ...item, gone_at: '2026-11-21T14:12:00Z', gone_reason: 'not_found' } : item,
    );
    await user.click(dialog.getByRole('button', { name: 'Look again' }));
    expect(await screen.findByText('1 key is deleted')).toBeTruthy();
    expect(asked.filter((each) => each.startsWith(call))).toHaveLength(1);
  });

  it('only shows an admin key, and says so', async () => {
    renderApp('/keys/key_admin');
    expect(await screen.findByText('Admin keys are only shown here')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Rotate' })).toBeNull();
  });

  it('offers nothing to whoever may only look, and says where there is no such key', async () => {
    renderApp(KEY, 'full', { person: personOf('viewer') });
    await card('What speaks against it');
    expect(screen.queryByRole('button', { name: 'Rotate' })).toBeNull();
    expect(screen.queryByRole('button', { name: /^What can be done/ })).toBeNull();
    cleanup();
    renderApp('/keys/key_of_nobody');
    expect(await screen.findByRole('heading', { level: 1, name: 'There is no such key here' })).toBeTruthy();
  });
});
