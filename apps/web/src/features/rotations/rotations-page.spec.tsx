import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, within } from '@testing-library/react';
import { renderApp, textOf } from '../../testing/render-app.js';
import { newKeyOf, rotationOf } from '../../testing/rotation-world.js';

afterEach(cleanup);

const PAGE = '/keys/rotations';
const answer = (container: HTMLElement): string => textOf(container.querySelector('.answer'));
const rows = async (name: string): Promise<string[]> =>
  within(await screen.findByRole('table', { name }))
    .getAllByRole('row')
    .slice(1)
    .map(textOf);

describe('the list of rotations', () => {
  it('shows what is under way first: how far, who, since when, and what it waits for', async () => {
    const all = [
      rotationOf(),
      rotationOf({ id: '6', state: 'created', new_key: newKeyOf({ is_secret_lost: true }) }),
      rotationOf({ id: '5', state: 'done' }),
      rotationOf({ id: '4', state: 'cancelled' }),
    ];
    const { container } = renderApp(PAGE, 'full', {}, { all });
    expect(await rows('Under way')).toEqual([
      'support-prodsk-proj-…T4bnSupport Copilotold key is watchedthe old key to be silent, then to be endedMika of owner1 h ago',
      'support-prodsk-proj-…T4bnSupport Copilotnew key madeanother new key: the secret of this one is lostMika of owner1 h ago',
    ]);
    expect(await rows('Over')).toEqual([
      'support-prodsk-proj-…T4bnSupport Copilotdoneold key replacedMika of owner1 min ago',
      'support-prodsk-proj-…T4bnSupport Copilotcancelledcancelled; the keys stayed as they wereMika of owner1 min ago',
    ]);
    expect(answer(container)).toBe('2 keys are being rotated, the newest: support-prod.');
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
  });

  it('says where a rotation begins when there is none', async () => {
    const { container } = renderApp(PAGE, 'full', {}, { all: [] });
    expect((await screen.findAllByText('No key is being rotated')).length).toBeGreaterThan(0);
    expect(screen.getByText('No rotation is over yet.')).toBeTruthy();
    expect(answer(container)).toBe('No key is being rotated.');
  });

  it('says that it cannot be read, with a way to try again', async () => {
    renderApp(PAGE, 'failing');
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy();
  });
});
