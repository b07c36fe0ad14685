import type { ActivityItem, AuditEvent, AuditEventsQuery, EvidencePack } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { ActivityStore } from '../activity/activity.store.js';
import { AuditEventsStore } from '../audit-log/audit-events.store.js';
import { writeInstant } from '../directory/directory-object.js';
import { DAY_MS } from '../sync/spans.js';
import { IncidentTrail } from './incident-trail.js';
import { IncidentsService } from './incidents.service.js';
import { LeakImpactService, type Looker } from './leak-impact.service.js';

const PAGE = 1000;
/** A day before it leaked shows what was usual. */
const BEFORE_MS = DAY_MS;

/** Puts together all that is known of an incident, to be kept outside of Bursar. */
@Injectable()
export class EvidenceService {
  constructor(
    @Inject(IncidentsService) private readonly incidents: IncidentsService,
    @Inject(IncidentTrail) private readonly trail: IncidentTrail,
    @Inject(AuditEventsStore) private readonly events: AuditEventsStore,
    @Inject(ActivityStore) private readonly activity: ActivityStore,
    @Inject(LeakImpactService) private readonly impacts: LeakImpactService,
  ) {}

  async pack(id: string, looker: Looker): Promise<EvidencePack> {
    const row = await this.incidents.find(id, looker.scope);
    // Before anything else: what happens while it is put together is not in it.
    const end = await this.activity.end();
    const incident = await this.incidents.show(id, looker);
    const now = this.impacts.nowOf(row.organization_number);
    const period = {
      start: writeInstant(new Date(row.leaked_since.getTime() - BEFORE_MS)),
      // Half-open: what happened in this second is in it.
      end: writeInstant(new Date((row.closed_at ?? now).getTime() + 1000)),
    };
    const scope = { ...looker.scope, organizationIds: [row.organization_number] };
    const owner = incident.impact?.key.owner_id ?? null;
    const isMeant = looker.seesAudit && row.api_key_id !== null;
    const asked: Partial<AuditEventsQuery>[] = [
      { resource_id: [row.api_key_id, owner].filter((one) => one !== null) },
      { project_id: [row.project_id].filter((one) => one !== null) },
      ...(owner === null ? [] : [{ actor: [owner] }]),
    ];
    const found = new Map<string, AuditEvent>();
    for (const filters of isMeant ? asked : []) {
      for await (const event of this.all({ ...filters, ...period }, scope)) found.set(event.id, event);
    }
    return {
      format: 'bursar-evidence-1',
      made_at: writeInstant(now),
      incident,
      period,
      audit_events: [...found.values()].toSorted((a, b) => a.effective_at.localeCompare(b.effective_at)),
      are_audit_events_shown: looker.seesAudit,
      actions: (await this.trail.actions(row)).map(shownAction),
      trail_end: end && { id: end.id, hash: end.hash.toString('hex') },
    };
  }

  private async *all(filters: Partial<AuditEventsQuery>, scope: Looker['scope']): AsyncGenerator<AuditEvent> {
    for (let cursor: string | undefined; ;) {
      const page = await this.events.page({ ...filters, limit: PAGE, ...(cursor !== undefined && { cursor }) }, scope);
      yield* page.data;
      if (page.next_cursor === null) return;
      cursor = page.next_cursor;
    }
  }
}

function shownAction(item: ActivityItem): EvidencePack['actions'][number] {
  const { id, at, what, target, reason, outcome, completed_at, request_id, hash, outcome_hash, person } = item;
  return {
    ...{ id, at, what, target, reason, outcome, completed_at, request_id, hash, outcome_hash },
    person: person && { person_id: person.id, name: person.name },
  };
}
