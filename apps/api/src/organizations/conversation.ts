/** How a server talks to the OpenAI of one organization. */
import type { AdminClient, Pace } from '@bursar/openai-admin';

/** How requests to OpenAI are spaced and how long an answer may take. */
export const PATIENCE = Symbol('PATIENCE');

export interface Patience {
  /** One for all conversations with an organization: OpenAI limits its rate, not that of a run. */
  paceOf(organizationId: number): Pace;
  /** Default the client's own. */
  timeoutMs?: number;
}

/** What a run says to OpenAI and hears from it. */
export interface Conversation {
  /** @throws OpenAIAdminError at its first use if the configured key cannot be one. */
  readonly client: AdminClient;
  /** Whether another key has been set since it began, so that what OpenAI says of its own one no longer counts. */
  isOutdated(): boolean;
  /** Makes sure that OpenAI has answered this server once: then its clock is known, and whether it takes the key. */
  introduce(signal: AbortSignal): Promise<void>;
  /**
   * Makes sure that what was read belongs to the stored organization; to be awaited before anything of it is written.
   *
   * @returns whether the organization had been stopped before: its feeds may go on.
   * @throws OtherOrganizationError
   */
  confirm(signal: AbortSignal): Promise<boolean>;
}

export interface Listener {
  /** A request is sent. */
  onRequest(): void;
  /** OpenAI answered, for the right organization. */
  onAnswer(): void;
}

/** One key of an organization, as this server holds it. */
export interface HeldKey {
  /** Never logged, answered or stored in clear. */
  value: string;
  /** Another one for each key that is set: by it a run knows that its key is no longer the one. */
  revision: string;
}

export interface HeldKeys {
  read: HeldKey;
  /** null: what is changed is changed with the key that reads. */
  write: HeldKey | null;
}

/** The organization's keys were taken away: what is under way is given back. */
export class DisconnectedError extends Error {
  override readonly name = 'DisconnectedError';

  constructor() {
    super('The organization was disconnected; what was being read of it is not written.');
  }
}
