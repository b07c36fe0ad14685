import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, waitFor } from '@testing-library/react';
import { createMemoryHistory } from '@tanstack/react-router';
import { createApi } from '../lib/api.js';
import { renderApp } from '../testing/render-app.js';
import { standIn } from '../testing/stand-in-server.js';
import { makeQueryClient } from './app.js';
import { makeRouter } from './router.js';
import { startLoading } from './start-loading.js';

afterEach(cleanup);

/** What is asked at an address before anything is drawn. */
function startAt(address: string): string[] {
  const server = standIn('full', { from: '2026-08-01' });
  const router = makeRouter(createMemoryHistory({ initialEntries: [address] }));
  startLoading({ api: createApi(server.transport), router, queryClient: makeQueryClient() });
  return server.asked;
}

describe('what is asked before a page is drawn', () => {
  it.each([
    ['/costs', 5],
    ['/costs?group_by=api_key_id&bucket=month&range=2026-10-01..2026-11-10&compare=month', 5],
    ['/costs?group_by=model&model=gpt-6-astra&compare=none', 3],
    ['/costs?organization=org-acme&group_by=line_item', 5],
  ])('is what the page asks: %s', async (address, figures) => {
    const ahead = startAt(address);
    await waitFor(() => expect(ahead.filter((question) => question.includes('/costs?'))).toHaveLength(figures));
    const { asked } = renderApp(address);
    await waitFor(() => expect(asked).toEqual(expect.arrayContaining(ahead)));
  });

  it('is who has signed in and how collecting goes, on a page that says nothing of more', async () => {
    const ahead = startAt('/sync');
    await waitFor(() => expect(ahead.toSorted()).toEqual(['GET /api/auth/state', 'GET /api/v1/sync']));
  });
});
