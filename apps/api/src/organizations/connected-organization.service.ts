import { Inject, Injectable } from '@nestjs/common';
import {
  type AdminClient,
  type AnswerHeaders,
  createAdminClient,
  OpenAIAdminError,
  type Pace,
  askForTheTime,
  readProjects,
} from '@bursar/openai-admin';
import { type Clock, CLOCK, OPENAI_CONNECTION, type OpenaiConnection } from '../tokens.js';
import { OpenaiClock } from './openai-clock.js';
import { OrganizationsStore } from './organizations.store.js';
import { OtherOrganizationError } from './other-organization.js';

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

/** Whom the answers of a conversation came from so far. */
interface Heard {
  organizationId: string | null;
  requestId: string | null;
  /** How often the organization had been doubted when the last answer came. */
  doubts: number;
}

/** The organization of the admin key: which one it is, and the way to talk to it. */
@Injectable()
export class ConnectedOrganization {
  /** OpenAI's time. */
  readonly clock: OpenaiClock;
  private openaiId: string | null = null;
  private hasAnswered = false;
  private isActive = false;
  private sharesProjects = false;
  private doubts = 0;

  constructor(
    @Inject(OPENAI_CONNECTION) private readonly connection: OpenaiConnection | null,
    @Inject(CLOCK) private readonly ownClock: Clock,
    @Inject(PATIENCE) private readonly patience: Patience,
    @Inject(OrganizationsStore) private readonly store: OrganizationsStore,
  ) {
    this.clock = new OpenaiClock(ownClock);
  }

  /** Whether there is an admin key to talk with. */
  get isConnected(): boolean {
    return this.connection !== null;
  }

  get isDemo(): boolean {
    return this.connection?.demo === true;
  }

  /** Bursar's number of the connected organization; its row is made when there is none. */
  async id(): Promise<number> {
    const row = await this.store.connected();
    this.openaiId = row.openaiId;
    return row.id;
  }

  /** To be called when the organization was stopped: an answer has to say again who it is. */
  doubt(): void {
    this.isActive = false;
    this.sharesProjects = false;
    this.doubts += 1;
  }

  /** Begins a conversation. An answer of another organization ends what is being read with an OtherOrganizationError. */
  converse(organizationId: number, listener: Listener): Conversation {
    const heard: Heard = { organizationId: null, requestId: null, doubts: this.doubts };
    const pace = this.patience.paceOf(organizationId);
    const connect = (): AdminClient => this.connect(pace, listener, (answer) => this.hear(answer, heard));
    let client: AdminClient | null = null;
    const conversation = {
      get client(): AdminClient {
        return (client ??= connect());
      },
      introduce: (signal: AbortSignal) => this.introduce(conversation.client, signal),
      confirm: (signal: AbortSignal) => this.confirm(organizationId, conversation.client, heard, signal),
    };
    return conversation;
  }

  private connect(pace: Pace, listener: Listener, hear: (answer: AnswerHeaders) => void): AdminClient {
    if (this.connection === null) throw new Error('There is no admin key to talk to OpenAI with.');
    return createAdminClient({
      adminKey: this.connection.adminKey,
      baseUrl: this.connection.baseUrl ?? undefined,
      timeoutMs: this.patience.timeoutMs,
      pace: {
        reserve: async (...request) => {
          const slot = await pace.reserve(...request);
          listener.onRequest();
          return slot;
        },
      },
      now: () => this.ownClock.now(),
      onAnswer: (answer) => {
        hear(answer);
        listener.onAnswer();
      },
    });
  }

  private hear({ organizationId, requestId, serverDate, receivedAt }: AnswerHeaders, heard: Heard): void {
    this.hasAnswered = true;
    if (serverDate !== null) this.clock.correct(serverDate, receivedAt);
    heard.requestId = requestId;
    heard.doubts = this.doubts;
    heard.organizationId = organizationId ?? heard.organizationId;
    if (organizationId !== null && this.openaiId !== null && organizationId !== this.openaiId) {
      throw new OtherOrganizationError({ expected: this.openaiId, seen: organizationId, requestId });
    }
  }

  private async introduce(client: AdminClient, signal: AbortSignal): Promise<void> {
    if (this.hasAnswered) return;
    try {
      await askForTheTime(client, { priority: 'live', signal });
    } catch (error) {
      // A key that may not list projects was answered too. Whatever else is wrong shows in what is read next.
      if (!(error instanceof OpenAIAdminError && this.hasAnswered)) throw error;
    }
  }

  private async confirm(id: number, client: AdminClient, heard: Heard, signal: AbortSignal): Promise<boolean> {
    const { organizationId: named } = heard;
    if (named === null || this.openaiId === null) await this.compareProjects(id, client, heard, signal);
    if (this.isActive && (this.openaiId !== null || named === null)) return false;
    // Answered before the organization was stopped: that says who it was, not that it goes on.
    if (heard.doubts !== this.doubts && named !== null && named === this.openaiId) return false;
    const stored = await this.store.answered(id, named, this.connection?.organizationName ?? null);
    this.openaiId = stored.openaiId;
    if (named !== null && stored.openaiId !== named) {
      throw new OtherOrganizationError({ expected: stored.openaiId, seen: named, requestId: heard.requestId });
    }
    this.isActive = true;
    return stored.hadBeenStopped;
  }

  /** An organization that is not named is told by its projects: one that shares none with the stored ones is another. */
  private async compareProjects(id: number, client: AdminClient, heard: Heard, signal: AbortSignal): Promise<void> {
    if (this.sharesProjects) return;
    const stored = await this.store.projectIds(id);
    if (stored.size > 0) {
      const listed = await readProjects(client, { priority: 'live', signal });
      if (!listed.items.some((project) => stored.has(project.id))) {
        // A list that broke off may have lost just the projects that both know.
        if (!listed.complete) throw new OpenAIAdminError('invalid_answer', { family: 'GET /organization/projects' });
        throw new OtherOrganizationError({
          expected: this.openaiId,
          seen: heard.organizationId,
          requestId: heard.requestId,
        });
      }
    }
    this.sharesProjects = true;
  }
}
