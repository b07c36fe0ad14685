import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { personOf } from '../testing/auth-answers.js';
import { betaLabs, keyOf, keyTestOf, organizationOf } from '../testing/organization-answers.js';
import { renderApp, textOf } from '../testing/render-app.js';

afterEach(cleanup);

const NONE = 'No organization is connected yet';

describe('an install without an organization', () => {
  it.each(['/', '/costs', '/usage', '/usage/completions', '/projects', '/audit-log', '/sync'])(
    'leads an admin from %s to where one is connected',
    async (path) => {
      const user = userEvent.setup();
      const { router } = renderApp(path, 'unconnected');
      expect(await screen.findByRole('heading', { name: NONE, level: 2 })).toBeTruthy();
      expect(textOf(document.querySelector('.freshness'))).toBe('No organization yet');
      await user.click(screen.getByRole('link', { name: 'Connect an organization' }));
      await waitFor(() => expect(router.state.location.href).toBe('/organizations'));
      expect(await screen.findByRole('button', { name: 'Connect an organization' })).toBeTruthy();
    },
  );

  it('tells everybody else whom to ask', async () => {
    renderApp('/costs', 'unconnected', { person: personOf('viewer') });
    expect(await screen.findByText(/Ask an owner or an admin of Bursar to connect one\./)).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Connect an organization' })).toBeNull();
  });

  it('has pages all the same that are of Bursar alone', async () => {
    renderApp('/people', 'unconnected');
    expect(await screen.findByRole('table', { name: 'People' })).toBeTruthy();
    expect(screen.queryByRole('heading', { name: NONE })).toBeNull();
  });
});

describe('a key that ends soon', () => {
  const ending = (expires_at: string) => ({ read: keyOf({ test: keyTestOf({ expires_at }) }), write: null });
  const organizations = [
    organizationOf({ keys: ending('2026-11-25T00:00:00Z') }),
    betaLabs({ keys: ending('2027-11-25T00:00:00Z') }),
  ];

  it('is told on every page to those who may replace it, once', async () => {
    const user = userEvent.setup();
    const { asked } = renderApp('/sync', 'several', { organizations });
    const title = await screen.findByText(/The key of .*Acme Robotics.* expires in 3 days/);
    expect(title.closest('.notice')?.className).toContain('tone-critical');
    expect(screen.queryByText(/The key of .*Beta Labs/)).toBeNull();
    await user.click(screen.getByRole('link', { name: 'Projects' }));
    await screen.findByRole('row', { name: /Fleet Planner/ });
    expect(screen.getByText(/The key of .*Acme Robotics.* expires in 3 days/)).toBeTruthy();
    expect(asked.filter((question) => question === 'GET /api/v1/organizations')).toHaveLength(1);
    await user.click(screen.getByRole('link', { name: 'Open Organizations' }));
    expect(await screen.findByRole('region', { name: /Acme Robotics/ })).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Open Organizations' })).toBeNull();
  });

  it('is asked about by nobody else', async () => {
    const { asked } = renderApp('/sync', 'several', { organizations, person: personOf('engineer') });
    await screen.findByRole('heading', { name: 'Coverage by feed' });
    expect(asked).not.toContain('GET /api/v1/organizations');
    expect(screen.queryByText(/The key of/)).toBeNull();
  });

  it('that was refused leads to where it is replaced', async () => {
    renderApp('/costs', 'refused');
    expect(await screen.findByRole('link', { name: 'Open Organizations' })).toBeTruthy();
  });
});
