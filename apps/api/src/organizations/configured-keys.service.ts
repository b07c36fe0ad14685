import type { KeyUse } from '@bursar/contract';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ActivityService } from '../activity/activity.service.js';
import { BURSAR } from '../activity/actor.js';
import type { Environment } from '../env.js';
import { ENVIRONMENT, OPENAI_CONNECTION, type OpenaiConnection } from '../tokens.js';
import { fingerprintOf, lastFourOf, redacted } from './key-marks.js';
import { KeyTrials } from './key-trials.service.js';
import { type KeyedOrganization, OrganizationKeysStore } from './organization-keys.store.js';
import { OrganizationsStore } from './organizations.store.js';
import { whoseKey } from './whose-key.js';

/** A key of the configuration, and whose it is. */
interface ConfiguredKey {
  value: string;
  use: KeyUse;
  fingerprint: Buffer;
  /** null: not known yet. */
  organizationId: number | null;
}

/** OpenAI did not say whose a key is; it is asked again after so long. */
const ASKED_AGAIN_MS = 30_000;

/** The keys of the configuration: finds out whose each is, and remembers it for a start while OpenAI is away. */
@Injectable()
export class ConfiguredKeys {
  private readonly logger = new Logger('Organizations');
  private readonly keys: readonly ConfiguredKey[];
  private askedAt: number | null = null;
  /** Troubles that were told: each is met again every time. */
  private readonly told = new Set<string>();

  constructor(
    @Inject(OPENAI_CONNECTION) { adminKeys, writeKeys }: OpenaiConnection,
    @Inject(ENVIRONMENT) { secret }: Environment,
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(OrganizationsStore) private readonly organizations: OrganizationsStore,
    @Inject(OrganizationKeysStore) private readonly store: OrganizationKeysStore,
    @Inject(KeyTrials) private readonly trials: KeyTrials,
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {
    const keyOf = (use: KeyUse) => (value: string) => {
      return { value, use, fingerprint: fingerprintOf(value, secret), organizationId: null };
    };
    this.keys = [...adminKeys.map(keyOf('read')), ...writeKeys.map(keyOf('write'))];
  }

  /** The key of the configuration that an organization has; null: it has none here. */
  valueFor(organizationId: number, use: KeyUse): string | null {
    return this.keys.find((key) => key.use === use && key.organizationId === organizationId)?.value ?? null;
  }

  /** Finds out whose the keys are whose organization is not known yet. Cheap once that is known. */
  async place(): Promise<void> {
    await this.recall();
    const strangers = this.keys.filter(({ organizationId }) => organizationId === null);
    const now = performance.now();
    if (strangers.length === 0 || (this.askedAt !== null && now - this.askedAt < ASKED_AGAIN_MS)) return;
    const isFirst = this.askedAt === null;
    this.askedAt = now;
    const asked = Promise.all(strangers.map((key) => this.ask(key)));
    // Whoever is known already is not kept waiting a second time for an OpenAI that does not answer.
    if (isFirst) await asked;
  }

  /** The part of it that needs nobody: a start does not wait for OpenAI. */
  async recall(): Promise<void> {
    const open = this.keys.filter(({ organizationId }) => organizationId === null);
    if (open.length === 0) return;
    const stored = await this.store.keyed();
    for (const key of open) key.organizationId = rememberedBy(stored, key);
    await this.placeTheOnly(stored);
  }

  /**
   * One key, and nothing that was connected otherwise: it is taken for that of the stored organization without asking, so
   * that a start needs nobody. A key of another one shows in the first answer.
   */
  private async placeTheOnly(stored: readonly KeyedOrganization[]): Promise<void> {
    const [only, second] = this.keys.filter(({ use }) => use === 'read');
    if (only === undefined || second !== undefined || only.organizationId !== null) return;
    const [organization, other] = stored.filter(({ state }) => state !== 'removing');
    if (other !== undefined || organization?.state === 'disconnected') return;
    if (organization?.keys.some(({ use, source }) => use === 'read' && source === 'web') === true) return;
    await this.keep(only, await this.organizations.connected());
  }

  private async ask(key: ConfiguredKey): Promise<void> {
    try {
      const trial = await this.trials.try(key.value);
      const { is_accepted: isAccepted, organization_id: named, error } = trial.test;
      if (!isAccepted && named === null) {
        this.tell(key, `it cannot be used: ${error?.message ?? 'OpenAI said nothing of it'}`);
        return;
      }
      const stored = await whoseKey(trial, this.organizations);
      if (stored?.state === 'removing') this.tell(key, 'what was collected of its organization is being deleted');
      else if (stored !== null) await this.keep(key, stored);
      else if (key.use === 'write') this.tell(key, `it belongs to ${named ?? 'an organization'} that is not connected`);
      else await this.keep(key, await this.organizations.add(this.dataSource.manager, named, null));
    } catch (error) {
      this.tell(key, error instanceof Error ? error.message : String(error));
    }
  }

  /** @param organization null: another server has just made it; the next look finds it. */
  private async keep(key: ConfiguredKey, organization: { id: number; openaiId: string | null } | null): Promise<void> {
    if (organization === null) return;
    const { id, openaiId } = organization;
    if (this.valueFor(id, key.use) !== null) {
      this.tell(key, `it is the second one of ${openaiId ?? 'one organization'}; the first is used`);
      return;
    }
    const lastFour = lastFourOf(key.value);
    await this.activity.perform(
      {
        what: 'organization.configure',
        target: { kind: 'organization', id: String(id), name: openaiId },
        after: { use: key.use, key: redacted(lastFour) },
      },
      BURSAR,
      () =>
        this.dataSource.transaction(async (manager) => {
          const { fingerprint, use } = key;
          await this.store.set(manager, id, { source: 'environment', use, fingerprint, lastFour, test: null });
          if (use === 'read') await this.organizations.connect(manager, id, null);
        }),
    );
    key.organizationId = id;
  }

  private tell({ use, value }: ConfiguredKey, why: string): void {
    const variable = use === 'read' ? 'OPENAI_ADMIN_KEY' : 'OPENAI_ADMIN_WRITE_KEY';
    const words = `The key ${redacted(lastFourOf(value))} of ${variable} is not used so far: ${why}`;
    if (!this.told.has(words)) this.logger.warn(words);
    this.told.add(words);
  }
}

/** The organization whose key of the environment this was when it was seen last. */
function rememberedBy(stored: readonly KeyedOrganization[], { use, fingerprint }: ConfiguredKey): number | null {
  const isThis = (key: KeyedOrganization['keys'][number]): boolean =>
    key.use === use && key.fingerprint?.equals(fingerprint) === true;
  return stored.find(({ state, keys }) => state !== 'removing' && keys.some(isThis))?.id ?? null;
}
