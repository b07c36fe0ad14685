import type { KeyUse } from '@bursar/contract';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { AdminClient } from '@bursar/openai-admin';
import { SealingService } from '../sealing/sealing.service.js';
import { type Clock, CLOCK, OPENAI_CONNECTION, type OpenaiConnection } from '../tokens.js';
import { ConfiguredKeys } from './configured-keys.service.js';
import { ConnectedOrganization } from './connected-organization.js';
import { type HeldKey, type HeldKeys, PATIENCE, type Patience } from './conversation.js';
import { type KeyedOrganization, OrganizationKeysStore } from './organization-keys.store.js';
import { OrganizationsStore } from './organizations.store.js';

/**
 * The organizations whose keys this server holds: one object each, kept as long as it is connected.
 *
 * Which these are, and with which keys, is written in the database; every server looks there before it looks for work, so
 * that a key that one of them was given is used by all within seconds.
 */
@Injectable()
export class ConnectedOrganizations implements OnApplicationBootstrap {
  private readonly logger = new Logger('Organizations');
  private readonly known = new Map<number, ConnectedOrganization>();
  /** Keys of the web in clear, by their revision: opened once. */
  private readonly opened = new Map<string, string | null>();
  private looking: Promise<void> = Promise.resolve();

  constructor(
    @Inject(OPENAI_CONNECTION) private readonly connection: OpenaiConnection,
    @Inject(CLOCK) private readonly ownClock: Clock,
    @Inject(PATIENCE) private readonly patience: Patience,
    @Inject(OrganizationsStore) private readonly store: OrganizationsStore,
    @Inject(OrganizationKeysStore) private readonly keysStore: OrganizationKeysStore,
    @Inject(ConfiguredKeys) private readonly configured: ConfiguredKeys,
    @Inject(SealingService) private readonly sealing: SealingService,
  ) {}

  get isDemo(): boolean {
    return this.connection.demo;
  }

  /** Those that were connected at the last look, oldest first. */
  all(): readonly ConnectedOrganization[] {
    return [...this.known.values()].toSorted((a, b) => a.id - b.id);
  }

  /** null: it is not connected. */
  of(id: number): ConnectedOrganization | null {
    return this.known.get(id) ?? null;
  }

  /** OpenAI's time, as the organization that was connected first tells it; this server's own where none is. */
  now(): Date {
    return (this.all()[0]?.clock ?? this.ownClock).now();
  }

  /**
   * The client that changes things in an organization: with its key for writing, or where none is set with the one that
   * reads.
   *
   * @returns null where it is not connected
   */
  async writeClientOf(id: number): Promise<AdminClient | null> {
    await this.look();
    return this.of(id)?.writeClient() ?? null;
  }

  /** Takes over which organizations are connected by now, and with which keys. */
  async look(): Promise<void> {
    return this.inTurn(() => this.takeOver());
  }

  /** What is configured is written down before anybody asks. */
  async onApplicationBootstrap(): Promise<void> {
    await this.inTurn(() => this.configured.recall());
  }

  private async inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.looking.then(work);
    // Whoever asked is told of a failure; the next one to ask must not inherit it.
    this.looking = turn.catch(() => undefined);
    return turn;
  }

  private async takeOver(): Promise<void> {
    await this.configured.place();
    const stored = await this.keysStore.keyed();
    const held = new Set<number>();
    for (const organization of stored) {
      const keys = this.keysOf(organization);
      if (keys === null) continue;
      held.add(organization.id);
      this.take(organization, keys);
    }
    for (const [id, organization] of this.known) {
      if (held.has(id)) continue;
      this.known.delete(id);
      organization.end();
    }
    this.forgetAllBut(stored);
  }

  private take({ id, openaiId }: KeyedOrganization, keys: HeldKeys): void {
    const { connection, ownClock, patience, store } = this;
    const known = this.known.get(id) ?? new ConnectedOrganization(id, keys, { connection, ownClock, patience, store });
    known.take({ openaiId, keys });
    this.known.set(id, known);
  }

  private keysOf(organization: KeyedOrganization): HeldKeys | null {
    if (organization.state === 'disconnected' || organization.state === 'removing') return null;
    const read = this.keyOf(organization, 'read');
    return read && { read, write: this.keyOf(organization, 'write') };
  }

  /** A key of the environment is held by the servers that were started with one of that organization. */
  private keyOf({ id, keys }: KeyedOrganization, use: KeyUse): HeldKey | null {
    const row = keys.find((key) => key.use === use);
    if (row === undefined) return null;
    const { revision, sealed } = row;
    const value = sealed === null ? this.configured.valueFor(id, use) : this.open(revision, sealed);
    return value === null ? null : { value, revision };
  }

  private open(revision: string, sealed: string): string | null {
    const known = this.opened.get(revision);
    if (known !== undefined) return known;
    let value: string | null = null;
    try {
      value = this.sealing.unseal(sealed, 'admin-key');
    } catch (error) {
      // The others go on. The start has proven the secret, so that this one was changed in the database.
      this.logger.error(`A key of OpenAI cannot be used: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.opened.set(revision, value);
    return value;
  }

  private forgetAllBut(stored: readonly KeyedOrganization[]): void {
    const current = new Set(stored.flatMap(({ keys }) => keys.map(({ revision }) => revision)));
    for (const revision of this.opened.keys()) if (!current.has(revision)) this.opened.delete(revision);
  }
}
