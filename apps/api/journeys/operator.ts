/** What somebody does on the pages over and over: opens a row's menu, fills a dialog in, waits for what came of it. */
import { personLink } from '@bursar/contract';
import type { Locator, Page } from 'playwright-core';
import { OWNER, type StartedServer } from './started-server.js';
import { untilShown, type WatchedPage } from './browser.js';

const ADMIN = { email: 'admin@journeys.example', name: 'Ada Admin', password: 'Wm3-another-password-of-journeys' };

/** What the cookie of an admin holds: invited by the owner, with a password of their own. */
export async function adminOf(server: Pick<StartedServer, 'url' | 'fetch'>): Promise<string> {
  const headers = { 'content-type': 'application/json', origin: server.url };
  const post = (path: string, body: unknown) => ({
    path,
    init: { method: 'POST', headers, body: JSON.stringify(body) },
  });
  const { email, name, password } = ADMIN;
  const invitation = post('/api/v1/people', { email, name, role: 'admin' });
  const invited = await server.fetch(invitation.path, invitation.init);
  if (!invited.ok) throw new Error(`${OWNER.email} could invite nobody (${invited.status}): ${await invited.text()}`);
  const { link_token: token } = personLink.parse(await invited.json());
  const choice = post('/api/auth/link', { token, password });
  const signedIn = await fetch(`${server.url}${choice.path}`, choice.init);
  const cookie = /^sid=([^;]+)/.exec(signedIn.headers.getSetCookie()[0] ?? '')?.[1];
  if (cookie === undefined) throw new Error(`${email} does not get in (${signedIn.status})`);
  return cookie;
}

/** As a pattern that finds it within a text. Names stand in isolates, which no letter of theirs can end. */
const within = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export interface Operator {
  page: Page;
  visit(path: string): Promise<void>;
  button(name: string): Locator;
  /** The one that is open. */
  dialog: Locator;
  /** Opens the menu of a row and chooses from it. */
  choose(row: string, action: string): Promise<void>;
  /** Fills fields of the dialog in, each by its label. */
  fill(fields: Readonly<Record<string, string>>): Promise<void>;
  /** Presses the button of the dialog and waits until it is closed and the page says what came of it. */
  submit(button: string, said: RegExp): Promise<void>;
  row(name: string): Locator;
}

/** @param url of the server */
export function operatorOf(watched: WatchedPage, url: string): Operator {
  const { page } = watched;
  const dialog = page.getByRole('dialog');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  return {
    page,
    dialog,
    button,
    async visit(path) {
      await page.goto(`${url}${path}`);
      await untilShown(watched);
    },
    async choose(row, action) {
      await page.getByRole('button', { name: new RegExp(`^What can be done with .?${within(row)}.?$`) }).click();
      await page.getByRole('menuitem', { name: action, exact: true }).click();
      await dialog.waitFor();
    },
    async fill(fields) {
      for (const [label, value] of Object.entries(fields)) await dialog.getByLabel(label, { exact: true }).fill(value);
    },
    async submit(name, said) {
      await dialog.getByRole('button', { name, exact: true }).click();
      await page.getByText(said).first().waitFor();
      await dialog.waitFor({ state: 'detached' });
    },
    row: (name) => page.getByRole('row', { name: new RegExp(within(name)) }).first(),
  };
}
