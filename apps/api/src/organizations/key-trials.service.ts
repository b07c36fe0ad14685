import {
  type Capability,
  type CapabilityTable,
  type KeyTest,
  READ_SCOPES,
  type ScopeCheck,
  type SyncError,
} from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import {
  type AdminClient,
  askForTheTime,
  createAdminClient,
  isAuditLogOff,
  OpenAIAdminError,
  readAuditLog,
  readBuckets,
  readProjects,
} from '@bursar/openai-admin';
import { feedsOf } from '../sync/feeds.js';
import { describeProblem, toInstant } from '../sync/problems.js';
import { CAPABILITY_TABLE, type Clock, CLOCK, OPENAI_CONNECTION, type OpenaiConnection } from '../tokens.js';
import { PATIENCE, type Patience } from './conversation.js';
import { type Expiry, expiryOf, UNKNOWN_EXPIRY } from './key-expiry.js';

/** What was found when a key was tried, and what more can be asked with it. */
export interface Trial {
  test: KeyTest;
  /** OpenAI's ids of the organization's projects. @throws OpenAIAdminError where the key may not list them. */
  projectIds(): Promise<ReadonlySet<string>>;
}

type Scope = (typeof READ_SCOPES)[number];

/** People wait for it: whatever has not answered by then is unknown. */
const LONGEST_MS = 30_000;
const DAY_SECONDS = 86_400;
const MINUTE_SECONDS = 60;

/** Tries keys: whose they are, and what they may read, each by a list that changes nothing. */
@Injectable()
export class KeyTrials {
  /** Feeds that stand still without a scope. */
  private readonly feeds: ReadonlyMap<string, readonly string[]>;
  private readonly capability: Capability | undefined;

  constructor(
    @Inject(CAPABILITY_TABLE) table: CapabilityTable,
    @Inject(OPENAI_CONNECTION) private readonly connection: OpenaiConnection,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PATIENCE) private readonly patience: Patience,
  ) {
    // How far back they read says nothing about which there are.
    const feeds = feedsOf(table, 1);
    const namesOf = (scope: Scope): string[] => feeds.filter((feed) => feed.scope === scope).map(({ name }) => name);
    this.feeds = new Map(READ_SCOPES.map((scope) => [scope, namesOf(scope)]));
    this.capability = Object.values(table)[0];
  }

  /** Never rejects for what OpenAI says, or does not say: that is in the test. */
  async try(adminKey: string): Promise<Trial> {
    const heard: { organizationId: string | null } = { organizationId: null };
    const signal = AbortSignal.timeout(LONGEST_MS);
    try {
      const client = createAdminClient({
        adminKey,
        baseUrl: this.connection.baseUrl ?? undefined,
        timeoutMs: this.patience.timeoutMs,
        now: () => this.clock.now(),
        onAnswer: ({ organizationId }) => {
          heard.organizationId = organizationId ?? heard.organizationId;
        },
      });
      const [scopes, expiry] = await Promise.all([
        Promise.all(READ_SCOPES.map((scope) => this.check(scope, client, signal))),
        expiryOf(client, adminKey, signal),
      ]);
      return {
        test: this.conclude(scopes, expiry, heard.organizationId),
        projectIds: () => projectIdsOf(client),
      };
    } catch (error) {
      // Only a text that cannot be a key is refused before anything is sent.
      if (!(error instanceof OpenAIAdminError)) throw error;
      const problem = describeProblem(error, this.clock.now());
      const scopes = READ_SCOPES.map((scope) => this.checked(scope, 'unknown', problem));
      return { test: this.conclude(scopes, UNKNOWN_EXPIRY, null), projectIds: () => Promise.reject(error) };
    }
  }

  private conclude(scopes: readonly ScopeCheck[], expiry: Expiry, organizationId: string | null): KeyTest {
    const errors = scopes.flatMap(({ error }) => (error === null ? [] : [error]));
    const refused = errors.find(({ code }) => code === 'credential_refused');
    const isAccepted = scopes.some(({ state, error }) => state !== 'unknown' || isAnswered(error));
    return {
      tested_at: toInstant(this.clock.now()),
      is_accepted: isAccepted && refused === undefined,
      organization_id: organizationId,
      scopes: [...scopes],
      expires_at: expiry.expiresAt && toInstant(expiry.expiresAt),
      is_expiry_known: expiry.isKnown,
      error: refused ?? (isAccepted ? null : (errors[0] ?? null)),
    };
  }

  private async check(scope: Scope, client: AdminClient, signal: AbortSignal): Promise<ScopeCheck> {
    try {
      await this.ask(scope, client, signal);
      return this.checked(scope, 'works', null);
    } catch (error) {
      // A log that is switched off was found by a key that may look.
      if (isAuditLogOff(error) && scope === 'api.audit_logs.read') return this.checked(scope, 'works', null);
      const why = signal.aborted ? new OpenAIAdminError('timeout', { family: scope }) : error;
      const problem = describeProblem(why, this.clock.now());
      return this.checked(scope, problem.code === 'missing_scope' ? 'missing' : 'unknown', problem);
    }
  }

  private checked(scope: Scope, state: ScopeCheck['state'], error: SyncError | null): ScopeCheck {
    return { scope, state, needed_for: [...(this.feeds.get(scope) ?? [])], error };
  }

  private async ask(scope: Scope, client: AdminClient, signal: AbortSignal): Promise<void> {
    const nowSeconds = Math.floor(this.clock.now().getTime() / 1000);
    const options = { priority: 'person', signal } as const;
    switch (scope) {
      case 'api.management.read':
        return askForTheTime(client, options);
      case 'api.usage.read': {
        if (this.capability === undefined) return;
        const endSeconds = nowSeconds - (nowSeconds % DAY_SECONDS);
        const day = { startSeconds: endSeconds - DAY_SECONDS, endSeconds, width: '1d', groupBy: [] } as const;
        return firstOf(readBuckets(client, { ...options, ...day, capability: this.capability }));
      }
      case 'api.audit_logs.read': {
        const minute = { startSeconds: nowSeconds - MINUTE_SECONDS, endSeconds: nowSeconds, tenantOnly: false };
        return firstOf(readAuditLog(client, { ...options, ...minute }));
      }
    }
  }
}

/** OpenAI knows whose key it is, whatever else it did not like. */
const isAnswered = (error: SyncError | null): boolean => error?.code === 'not_found' || error?.code === 'refused';

async function firstOf(answers: AsyncGenerator<unknown>): Promise<void> {
  await answers.next();
  await answers.return(undefined);
}

async function projectIdsOf(client: AdminClient): Promise<ReadonlySet<string>> {
  const signal = AbortSignal.timeout(LONGEST_MS);
  const { items } = await readProjects(client, { priority: 'person', signal });
  return new Set(items.map(({ id }) => id));
}
