import {
  type AdminClient,
  type AnswerHeaders,
  createAdminClient,
  OpenAIAdminError,
  askForTheTime,
  readProjects,
} from '@bursar/openai-admin';
import type { KeyUse } from '@bursar/contract';
import type { Clock, OpenaiConnection } from '../tokens.js';
import {
  type Conversation,
  DisconnectedError,
  type HeldKey,
  type HeldKeys,
  type Listener,
  type Patience,
} from './conversation.js';
import { OpenaiClock } from './openai-clock.js';
import type { OrganizationsStore } from './organizations.store.js';
import { OtherOrganizationError } from './other-organization.js';

/** Whom the answers of a conversation came from so far. */
interface Heard {
  organizationId: string | null;
  requestId: string | null;
  /** How often the organization had been doubted when the last answer came. */
  doubts: number;
}

/** What all organizations of a server share. */
export interface Surroundings {
  connection: OpenaiConnection;
  ownClock: Clock;
  patience: Patience;
  store: OrganizationsStore;
}

/** One OpenAI organization whose key this server holds: which one it is, and the way to talk to it. */
export class ConnectedOrganization {
  /** OpenAI's time. */
  readonly clock: OpenaiClock;
  private openaiId: string | null = null;
  private hasAnswered = false;
  private isActive = false;
  private sharesProjects = false;
  private doubts = 0;
  private readonly ending = new AbortController();

  /** @param id Bursar's number of it */
  constructor(
    readonly id: number,
    private keys: HeldKeys,
    private readonly surroundings: Surroundings,
  ) {
    this.clock = new OpenaiClock(surroundings.ownClock);
  }

  /** OpenAI's id of it; null until an answer named it. */
  get name(): string | null {
    return this.openaiId;
  }

  /** null: it has none for writing. */
  keyFor(use: KeyUse): HeldKey | null {
    return this.keys[use];
  }

  /** Aborted with a DisconnectedError once its keys are taken away. */
  get ended(): AbortSignal {
    return this.ending.signal;
  }

  /** Takes over what is stored by now. Conversations that have begun go on with the key that they began with. */
  take({ openaiId, keys }: { openaiId: string | null; keys: HeldKeys }): void {
    this.openaiId = openaiId ?? this.openaiId;
    if (keys.read.revision !== this.keys.read.revision) this.doubt();
    this.keys = keys;
  }

  end(): void {
    this.ending.abort(new DisconnectedError());
  }

  /** To be called when the organization was stopped: an answer has to say again who it is. */
  doubt(): void {
    this.isActive = false;
    this.sharesProjects = false;
    this.doubts += 1;
  }

  /** Begins a conversation. An answer of another organization ends what is being read with an OtherOrganizationError. */
  converse(listener: Listener): Conversation {
    const heard: Heard = { organizationId: null, requestId: null, doubts: this.doubts };
    const key = this.keys.read;
    const connect = (): AdminClient => this.connect(key, listener, (answer) => this.hear(answer, heard));
    let client: AdminClient | null = null;
    const conversation = {
      get client(): AdminClient {
        return (client ??= connect());
      },
      isOutdated: () => this.ended.aborted || key.revision !== this.keys.read.revision,
      introduce: (signal: AbortSignal) => this.introduce(conversation.client, signal),
      confirm: (signal: AbortSignal) => this.confirm(conversation.client, heard, signal),
    };
    return conversation;
  }

  /**
   * The client that changes things at OpenAI: with the key for writing, or where none is set with the one that reads.
   *
   * An answer of another organization ends what is asked with an OtherOrganizationError.
   */
  writeClient(): AdminClient {
    const heard: Heard = { organizationId: null, requestId: null, doubts: this.doubts };
    const listener: Listener = { onRequest: () => undefined, onAnswer: () => undefined };
    return this.connect(this.keys.write ?? this.keys.read, listener, (answer) => this.hear(answer, heard));
  }

  private connect(key: HeldKey, listener: Listener, hear: (answer: AnswerHeaders) => void): AdminClient {
    const { connection, patience, ownClock } = this.surroundings;
    const pace = patience.paceOf(this.id);
    return createAdminClient({
      adminKey: key.value,
      baseUrl: connection.baseUrl ?? undefined,
      timeoutMs: patience.timeoutMs,
      pace: {
        reserve: async (...request) => {
          const slot = await pace.reserve(...request);
          listener.onRequest();
          return slot;
        },
      },
      now: () => ownClock.now(),
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

  private async confirm(client: AdminClient, heard: Heard, signal: AbortSignal): Promise<boolean> {
    const { organizationId: named } = heard;
    const { store, connection } = this.surroundings;
    if (named === null || this.openaiId === null) await this.compareProjects(client, heard, signal);
    if (this.isActive && (this.openaiId !== null || named === null)) return false;
    // Answered before the organization was stopped: that says who it was, not that it goes on.
    if (heard.doubts !== this.doubts && named !== null && named === this.openaiId) return false;
    const stored = await store.answered(this.id, named, connection.organizationName ?? null);
    this.openaiId = stored.openaiId;
    if (named !== null && stored.openaiId !== named) {
      throw new OtherOrganizationError({ expected: stored.openaiId, seen: named, requestId: heard.requestId });
    }
    this.isActive = true;
    return stored.hadBeenStopped;
  }

  /** An organization that is not named is told by its projects: one that shares none with the stored ones is another. */
  private async compareProjects(client: AdminClient, heard: Heard, signal: AbortSignal): Promise<void> {
    if (this.sharesProjects) return;
    const stored = await this.surroundings.store.projectIds(this.id);
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
