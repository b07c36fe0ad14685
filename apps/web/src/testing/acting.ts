/** What specs of actions do over and over: open a row's menu, fill in its dialog, and look at what was sent. */
import { screen, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';

/** Somebody who types without pauses: a turn of the event loop for each key would be most of a spec's time. */
export const quickUser = (): UserEvent => userEvent.setup({ delay: null });

/** Every call that was no question. */
export const sent = (asked: readonly string[]): string[] => asked.filter((each) => !each.startsWith('GET'));

/** The open dialog of that name. */
export const dialog = async (name: RegExp | string) => within(await screen.findByRole('dialog', { name }));

/** Chooses what is to be done with a row. */
export async function choose(user: UserEvent, row: string, action: string): Promise<void> {
  await user.click(await screen.findByRole('button', { name: `What can be done with \u2068${row}\u2069` }));
  await user.click(await screen.findByRole('menuitem', { name: action }));
}
