import { Inject, Injectable } from '@nestjs/common';
import { type Clock, CLOCK, OPENAI_CONNECTION, type OpenaiConnection } from '../tokens.js';
import { ConnectedOrganization, PATIENCE, type Patience } from './connected-organization.js';
import { OrganizationsStore } from './organizations.store.js';

/** The organizations whose keys this server holds: one object each, kept as long as it is connected. */
@Injectable()
export class ConnectedOrganizations {
  private readonly known = new Map<number, ConnectedOrganization>();
  private looking: Promise<void> = Promise.resolve();

  constructor(
    @Inject(OPENAI_CONNECTION) private readonly connection: OpenaiConnection,
    @Inject(CLOCK) private readonly ownClock: Clock,
    @Inject(PATIENCE) private readonly patience: Patience,
    @Inject(OrganizationsStore) private readonly store: OrganizationsStore,
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

  /** Takes over which organizations are connected by now. */
  async look(): Promise<void> {
    const turn = this.looking.then(() => this.takeOver());
    // Whoever asked is told of a failure; the next one to ask must not inherit it.
    this.looking = turn.catch(() => undefined);
    return turn;
  }

  private async takeOver(): Promise<void> {
    const [value] = this.connection.adminKeys;
    if (value === undefined || this.known.size > 0) return;
    const { id, openaiId } = await this.store.connected();
    const keys = { read: { value, revision: 'environment' }, write: null };
    const { connection, ownClock, patience, store } = this;
    const organization = new ConnectedOrganization(id, keys, { connection, ownClock, patience, store });
    organization.take({ openaiId, keys });
    this.known.set(id, organization);
  }
}
