import type { KeyTest, KeyTestAnswer, KeyUse, Organization, OrganizationBody } from '@bursar/contract';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { notFound, ProblemError } from '../http/problem.js';
import { FULL_SCOPE } from '../http/scope.js';
import { FeedsStore } from '../sync/feeds.store.js';
import { SyncService } from '../sync/sync.service.js';
import { ConnectedOrganizations } from './connected-organizations.service.js';
import { nameOf, refuseForeign, refuseRemoved, refuseStranger } from './foreign-keys.js';
import { type AcceptedKey, KeyEntry, refused } from './key-entry.service.js';
import { KeyTrials } from './key-trials.service.js';
import { OrganizationKeysStore } from './organization-keys.store.js';
import { type OrganizationRow, OrganizationsStore } from './organizations.store.js';
import { shownOrganization } from './shown-organization.js';

/** What a person does with the keys of an organization. */
export interface KeyChange {
  id: string;
  use: KeyUse;
  adminKey: string;
  /** Who does it. */
  personId: number;
}

/** Connects organizations, replaces their keys and takes them away. */
@Injectable()
export class ConnectionsService {
  private readonly logger = new Logger('Organizations');

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ConnectedOrganizations) private readonly connected: ConnectedOrganizations,
    @Inject(OrganizationsStore) private readonly organizations: OrganizationsStore,
    @Inject(OrganizationKeysStore) private readonly keys: OrganizationKeysStore,
    @Inject(KeyEntry) private readonly entry: KeyEntry,
    @Inject(KeyTrials) private readonly trials: KeyTrials,
    @Inject(FeedsStore) private readonly feeds: FeedsStore,
    @Inject(SyncService) private readonly sync: SyncService,
  ) {}

  async list(): Promise<Organization[]> {
    await this.connected.look();
    const [organizations, keys] = await Promise.all([this.organizations.list(FULL_SCOPE), this.keys.list()]);
    return organizations.map((organization) =>
      shownOrganization(organization, keys, {
        isHeld: (id, use) => (this.connected.of(id)?.keyFor(use) ?? null) !== null,
        isDemo: this.connected.isDemo,
      }),
    );
  }

  /** @throws ProblemError 404 */
  async show(id: number): Promise<Organization> {
    const shown = (await this.list()).find((organization) => organization.id === String(id));
    if (shown === undefined) throw notFound(`There is no organization ${id}.`);
    return shown;
  }

  /** @throws ProblemError 404 */
  async find(id: string): Promise<OrganizationRow> {
    const stored = /^\d{1,9}$/.test(id) ? await this.organizations.find(Number(id)) : null;
    if (stored === null) throw notFound(`There is no organization ${id}.`);
    return stored;
  }

  /** Tries a key and keeps nothing. */
  async test(value: string): Promise<KeyTestAnswer> {
    const trial = await this.entry.try({ value, use: 'read', pointer: '/admin_key' });
    const owner = await this.entry.ownerIfKnown(trial);
    return {
      test: trial.test,
      connected: owner && { id: String(owner.id), name: owner.name, organization_id: owner.openaiId },
    };
  }

  /** A new organization, or one that was disconnected: that goes on with its history. */
  async connect(body: OrganizationBody, personId: number): Promise<Organization> {
    const read = await this.entry.accept({ value: body.admin_key, use: 'read', pointer: '/admin_key' });
    const accepted = [read];
    if (body.write_key !== undefined) {
      const write = await this.entry.accept({ value: body.write_key, use: 'write', pointer: '/write_key' });
      await refuseStranger(write, read);
      accepted.push(write);
    }
    await this.refuseConnected(read);
    const id = await this.keep(accepted, personId, async (manager) => {
      const named = read.trial.test.organization_id;
      const organization = read.owner ?? (await this.organizations.add(manager, named, body.name ?? null));
      if (organization === null) throw refused(read, `${named} has just been connected by somebody else.`);
      return organization.id;
    });
    if (body.name !== undefined) await this.organizations.rename(id, body.name);
    return this.show(id);
  }

  async rename(id: string, name: string): Promise<Organization> {
    const stored = await this.find(id);
    await this.organizations.rename(stored.id, name);
    return this.show(stored.id);
  }

  /**
   * Replaces a key, or sets the first one of its use. What is being read ends with the old one, or is tried again with
   * this one; what the old one had stopped goes on.
   *
   * @throws ProblemError 409 for a key of another organization, and where the old one stands in the environment.
   */
  async replaceKey({ id, use, adminKey, personId }: KeyChange): Promise<Organization> {
    const stored = await this.find(id);
    this.entry.refuseInDemo();
    refuseRemoved(stored);
    await this.refuseConfigured(stored, use);
    if (use === 'write' && this.connected.of(stored.id) === null) throw isNotConnected(stored);
    const key = await this.entry.accept({ value: adminKey, use, pointer: '/admin_key' });
    await refuseForeign(key, stored, this.organizations);
    await this.keep([key], personId, () => Promise.resolve(stored.id));
    return this.show(stored.id);
  }

  /** Tries a key that is kept; what it could not read before is tried again at once where it may now. */
  async testKey(id: string, use: KeyUse): Promise<KeyTest> {
    const stored = await this.find(id);
    await this.connected.look();
    const key = this.connected.of(stored.id)?.keyFor(use) ?? null;
    if (key === null) {
      throw new ProblemError('invalid-request', 409, `${nameOf(stored)} has no key of its own for that.`);
    }
    const { test } = await this.trials.try(key.value);
    await this.keys.keepTest({ organizationId: stored.id, use, revision: key.revision }, test);
    if (use === 'read' && test.is_accepted) {
      await this.feeds.wake(stored.id, ['stopped', 'disabled']);
      this.begin();
    }
    return test;
  }

  /** From then on what is changed is changed with the key that reads. */
  async forgetWriteKey(id: string): Promise<Organization> {
    const stored = await this.find(id);
    await this.refuseConfigured(stored, 'write');
    await this.keys.forget(this.dataSource.manager, stored.id, ['write']);
    return this.show(stored.id);
  }

  /** Forgets the keys; what was collected is kept. */
  async disconnect(id: string): Promise<Organization> {
    const stored = await this.find(id);
    refuseRemoved(stored);
    await this.refuseConfigured(stored, 'read');
    await this.refuseConfigured(stored, 'write');
    await this.dataSource.transaction(async (manager) => {
      await this.keys.forget(manager, stored.id, ['read', 'write']);
      await this.organizations.disconnect(manager, stored.id);
    });
    return this.show(stored.id);
  }

  /** Keeps keys that were accepted, and begins to collect. */
  private async keep(
    accepted: readonly AcceptedKey[],
    personId: number,
    organizationOf: (manager: EntityManager) => Promise<number>,
  ): Promise<number> {
    const sealed = await Promise.all(accepted.map((key) => this.entry.sealed(key, personId)));
    const read = accepted.find(({ use }) => use === 'read');
    const id = await this.dataSource.transaction(async (manager) => {
      const organizationId = await organizationOf(manager);
      if (read !== undefined) await this.feeds.wake(organizationId, ['stopped', 'disabled'], manager);
      // To try a key takes seconds, in which somebody else may have disconnected the organization or begun to delete it.
      const organization = await this.organizations.lock(manager, organizationId);
      if (organization === null) throw notFound(`There is no organization ${organizationId} any more.`);
      refuseRemoved(organization);
      if (read === undefined && organization.state === 'disconnected') throw isNotConnected(organization);
      for (const key of sealed) await this.keys.set(manager, organizationId, key);
      if (read !== undefined) {
        await this.organizations.connect(manager, organizationId, read.trial.test.organization_id);
      }
      return organizationId;
    });
    this.begin();
    return id;
  }

  private begin(): void {
    this.sync
      .startDue()
      .catch((error: unknown) => this.logger.error(`Could not begin to collect with a new key: ${String(error)}`));
  }

  private async refuseConnected(key: AcceptedKey): Promise<void> {
    if (key.owner === null) return;
    refuseRemoved(key.owner);
    await this.connected.look();
    if (this.connected.of(key.owner.id) === null) return;
    throw refused(key, `${nameOf(key.owner)} is connected already. To give it another key, replace its key.`);
  }

  /** A key of the environment is changed where it stands, or the next start would bring the old one back. */
  private async refuseConfigured(organization: OrganizationRow, use: KeyUse): Promise<void> {
    await this.connected.look();
    const row = await this.keys.find(organization.id, use);
    const held = this.connected.of(organization.id)?.keyFor(use) ?? null;
    if (row?.source !== 'environment' || held === null) return;
    this.entry.refuseInDemo();
    const variable = use === 'read' ? 'OPENAI_ADMIN_KEY' : 'OPENAI_ADMIN_WRITE_KEY';
    const detail = `The key of ${nameOf(organization)} stands in ${variable}, so that it is changed or taken away there.`;
    throw new ProblemError('invalid-request', 409, `${detail} Start Bursar again then.`);
  }
}

function isNotConnected(organization: OrganizationRow): ProblemError {
  const detail = `${nameOf(organization)} is not connected. Set its key for reading first.`;
  return new ProblemError('invalid-request', 409, detail);
}
