import { type LeakImpact } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { AuditEventsStore } from '../audit-log/audit-events.store.js';
import { writeInstant } from '../directory/directory-object.js';
import { type KnownKey, KnownKeysStore } from '../directory/known-keys.store.js';
import type { Scope } from '../http/scope.js';
import { ReportStore } from '../metering/report.store.js';
import { ConnectedOrganizations } from '../organizations/connected-organizations.service.js';
import { DAY_MS, floorTo } from '../sync/spans.js';
import { figuresOf, HOUR_MS } from './leak-figures.js';
import { LeakMeasurementsStore } from './leak-measurements.store.js';
import { METHODS } from './methods.js';

/** What somebody may see who asks what a key did. */
export interface Looker {
  scope: Scope;
  /** Whether events of OpenAI's audit log may be told. */
  seesAudit: boolean;
}

const SPEND_DAYS = 30;

/** Tells what a key did since a time, against what it did before. */
@Injectable()
export class LeakImpactService {
  constructor(
    @Inject(KnownKeysStore) private readonly keys: KnownKeysStore,
    @Inject(LeakMeasurementsStore) private readonly measurements: LeakMeasurementsStore,
    @Inject(ReportStore) private readonly reports: ReportStore,
    @Inject(AuditEventsStore) private readonly events: AuditEventsStore,
    @Inject(ConnectedOrganizations) private readonly connected: ConnectedOrganizations,
  ) {}

  /** OpenAI's time, as the organization tells it. */
  nowOf(organizationId: number): Date {
    return this.connected.of(organizationId)?.clock.now() ?? this.connected.now();
  }

  /** @param until what happened later is not told; absent: now */
  async read(key: KnownKey, since: Date, { looker, until }: { looker: Looker; until?: Date }): Promise<LeakImpact> {
    const { organizationId, projectId, id: keyId } = key;
    const now = (until ?? this.nowOf(organizationId)).getTime();
    const measured = await this.measurements.read({ organizationId, projectId, keyId, since: since.getTime(), now });
    const { hours, days, total, firstHourAbove, models } = figuresOf(measured);
    return {
      organization_id: key.organization,
      key: shownKey(key),
      since: writeInstant(new Date(measured.since)),
      until: writeInstant(new Date(floorTo(now, HOUR_MS))),
      baseline_from: writeInstant(new Date(measured.baselineFrom)),
      baseline_to: writeInstant(new Date(measured.shownFrom)),
      currency: measured.currency,
      hours,
      days,
      total,
      first_hour_above: firstHourAbove,
      models,
      neighbours: await this.neighbours(key, now, looker),
      created: looker.seesAudit ? await this.created(key, looker.scope) : null,
      synced_at: measured.syncedAt,
      methods: { ...METHODS },
    };
  }

  private async neighbours(key: KnownKey, now: number, { scope }: Looker): Promise<LeakImpact['neighbours']> {
    if (key.ownerId === null) return [];
    const { organizationId } = key;
    const own = await this.keys.find({ organizationIds: [organizationId], ownerIds: [key.ownerId] }, scope);
    const others = own.filter(({ id, goneAt }) => id !== key.id && goneAt === null);
    if (others.length === 0) return [];
    const spent = await this.spentBy(
      organizationId,
      others.map(({ id }) => id),
      now,
    );
    return others.map((other) => ({
      api_key_id: other.id,
      project_id: other.projectId,
      name: other.name,
      redacted_value: other.redactedValue,
      last_used_at: other.lastUsedAt && writeInstant(other.lastUsedAt),
      spend_last_30_days: spent(other.id),
    }));
  }

  private async spentBy(organizationId: number, ids: string[], now: number): Promise<(id: string) => string | null> {
    const end = floorTo(now, DAY_MS) + DAY_MS;
    const { groups, completeness } = await this.reports.report(
      {
        capability: 'costs',
        range: { start: end - SPEND_DAYS * DAY_MS, end },
        bucket: 'total',
        groupBy: ['api_key_id'],
        filters: new Map([['api_key_id', ids]]),
        without: [],
        limit: ids.length,
      },
      { organizationIds: [organizationId], projectIds: 'all' },
    );
    const nothing = completeness.synced_at === null ? null : '0';
    return (id) => groups.find(({ key }) => key['api_key_id'] === id)?.total ?? nothing;
  }

  private async created(key: KnownKey, scope: Scope): Promise<LeakImpact['created']> {
    const { data } = await this.events.page(
      { event_type: ['api_key.created'], resource_id: [key.id], limit: 1 },
      { ...scope, organizationIds: [key.organizationId] },
    );
    const [event] = data;
    if (event === undefined) return null;
    return {
      at: event.effective_at,
      actor_id: event.actor?.id ?? null,
      actor_email: event.actor?.email ?? null,
      address: event.actor?.ip_address ?? null,
      country: event.actor?.country ?? null,
      audit_event_id: event.id,
    };
  }
}

function shownKey(key: KnownKey): LeakImpact['key'] {
  const instantOf = (at: Date | null): string | null => at && writeInstant(at);
  return {
    api_key_id: key.id,
    project_id: key.projectId,
    project_name: key.projectName,
    name: key.name,
    redacted_value: key.redactedValue,
    owner_type: key.ownerType,
    owner_id: key.ownerId,
    owner_name: key.ownerName,
    created_at: instantOf(key.createdAt),
    last_used_at: instantOf(key.lastUsedAt),
    expires_at: instantOf(key.expiresAt),
    gone_at: instantOf(key.goneAt),
  };
}
