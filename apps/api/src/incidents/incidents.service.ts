import type {
  AuditEvent,
  Incident,
  IncidentBody,
  IncidentKeyBody,
  IncidentsAnswer,
  IncidentsQuery,
  LeakImpact,
} from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { ActivityService } from '../activity/activity.service.js';
import type { Actor } from '../activity/actor.js';
import { AuditEventsStore } from '../audit-log/audit-events.store.js';
import { writeInstant } from '../directory/directory-object.js';
import { type KnownKey, KnownKeysStore } from '../directory/known-keys.store.js';
import { invalidRequest, notFound, ProblemError } from '../http/problem.js';
import { FULL_SCOPE, type Scope } from '../http/scope.js';
import { DAY_MS } from '../sync/spans.js';
import { INCIDENT_WORDS, IncidentTrail } from './incident-trail.js';
import { itemOf, revokedAt, timelineOf } from './incident-view.js';
import { type IncidentRow, IncidentsStore } from './incidents.store.js';
import { LeakImpactService, type Looker } from './leak-impact.service.js';

/** Hours of usage are told by key for 90 days, and a baseline needs 29 of them. */
const LONGEST_DAYS = 31;
const MOST_EVENTS = 1000;

/** Opens incidents of leaked keys, tells of them and closes them. */
@Injectable()
export class IncidentsService {
  constructor(
    @Inject(IncidentsStore) private readonly incidents: IncidentsStore,
    @Inject(IncidentTrail) private readonly trail: IncidentTrail,
    @Inject(LeakImpactService) private readonly impacts: LeakImpactService,
    @Inject(KnownKeysStore) private readonly keys: KnownKeysStore,
    @Inject(AuditEventsStore) private readonly events: AuditEventsStore,
    @Inject(ActivityService) private readonly activity: ActivityService,
  ) {}

  /** @throws ProblemError 404 for a key that the scope does not hold, 400 for a time that cannot be told of. */
  async impact(
    asked: { api_key_id: string; project_id: string; organization?: string | undefined; since: string },
    looker: Looker,
  ): Promise<LeakImpact> {
    const key = await this.keyOf(asked, looker.scope);
    const since = this.checkedSince(asked.since, key, 'since');
    return this.impacts.read(key, since, { looker });
  }

  async open(body: IncidentBody, { looker, actor }: { looker: Looker; actor: Actor }): Promise<Incident> {
    const key = await this.keyOf(body, looker.scope);
    const leakedSince = this.checkedSince(body.leaked_since, key, 'leaked_since');
    const id = await this.incidents.nextId();
    const { organizationId, projectId } = key;
    const target = { kind: 'incident', id, name: body.title ?? key.name };
    const after = { api_key_id: key.id, project_id: projectId, leaked_since: writeInstant(leakedSince) };
    await this.activity.perform({ what: 'incident.open', target, reason: body.reason, after }, actor, async () => {
      const openedAt = this.impacts.nowOf(organizationId);
      const facts = { title: body.title ?? null, alert: null, leakedSince, openedAt, openedBy: actor.personId };
      await this.incidents.add({ id, organizationId, key: { projectId, id: key.id }, ...facts });
    });
    return this.show(id, looker);
  }

  async list(query: IncidentsQuery, scope: Scope): Promise<IncidentsAnswer> {
    const { rows, nextCursor } = await this.incidents.page(query, scope);
    const closed = await this.trail.of(
      rows.filter(({ closed_at }) => closed_at !== null).map(({ id }) => id),
      ['incident.close'],
    );
    const data = rows.map((row) =>
      itemOf(
        row,
        closed.filter(({ target }) => target?.id === row.id),
      ),
    );
    return { data, next_cursor: nextCursor };
  }

  /** @throws ProblemError 404 where the scope holds none of that number. */
  async find(id: string, scope: Scope): Promise<IncidentRow> {
    const row = await this.incidents.find(id, scope);
    if (row === null) throw notFound(`There is no incident ${id}.`);
    return row;
  }

  async show(id: string, looker: Looker): Promise<Incident> {
    const row = await this.find(id, looker.scope);
    const key = await this.keyOfRow(row);
    const until = row.closed_at ?? this.impacts.nowOf(row.organization_number);
    const impact = key && (await this.impacts.read(key, row.leaked_since, { looker, until }));
    const own = await this.trail.of([id], INCIDENT_WORDS);
    const actions = key === null ? own.toReversed() : await this.trail.actions(row);
    const auditEvents = await this.eventsOfKey(row, looker);
    const ended = key && revokedAt(key, this.impacts.nowOf(row.organization_number), auditEvents);
    return {
      ...itemOf(row, own),
      reason: own.find(({ what }) => what === 'incident.open')?.reason ?? null,
      revoked_at: ended && writeInstant(ended),
      impact,
      timeline: timelineOf({ row, actions, auditEvents, impact, revokedAt: ended }),
    };
  }

  /** @throws ProblemError 409 where it is closed. */
  async chooseKey(
    id: string,
    body: IncidentKeyBody,
    { looker, actor }: { looker: Looker; actor: Actor },
  ): Promise<void> {
    const row = await this.openOne(id, looker.scope);
    const key = await this.keyOf(body, looker.scope);
    const since = body.leaked_since === undefined ? null : this.checkedSince(body.leaked_since, key, 'leaked_since');
    const before = { api_key_id: row.api_key_id, project_id: row.project_id };
    const after = { api_key_id: key.id, project_id: key.projectId };
    const act = { what: 'incident.choose_key', target: targetOf(row), reason: body.reason, before, after } as const;
    await this.activity.perform(act, actor, () => this.incidents.choose(id, key, since));
  }

  /** A note stands in the trail alone, whose names can be erased. */
  async note(id: string, text: string, { looker, actor }: { looker: Looker; actor: Actor }): Promise<void> {
    const row = await this.find(id, looker.scope);
    const act = { what: 'incident.note', target: targetOf(row), reason: text } as const;
    await this.activity.perform(act, actor, () => Promise.resolve());
  }

  /** @throws ProblemError 409 where it is closed. */
  async close(id: string, reason: string, { looker, actor }: { looker: Looker; actor: Actor }): Promise<void> {
    const row = await this.openOne(id, looker.scope);
    await this.activity.perform({ what: 'incident.close', target: targetOf(row), reason }, actor, async () => {
      const at = this.impacts.nowOf(row.organization_number);
      if (!(await this.incidents.close(id, at, actor.personId))) throw isClosed(id);
    });
  }

  private async openOne(id: string, scope: Scope): Promise<IncidentRow> {
    const row = await this.find(id, scope);
    if (row.closed_at !== null) throw isClosed(id);
    return row;
  }

  private async keyOf(
    asked: { api_key_id: string; project_id: string; organization?: string | undefined },
    scope: Scope,
  ): Promise<KnownKey> {
    const found = await this.keys.find({ ids: [asked.api_key_id], projectIds: [asked.project_id] }, scope);
    const [key, ...others] = found.filter(
      ({ organization }) => asked.organization === undefined || organization === asked.organization,
    );
    if (key === undefined) {
      throw notFound(`OpenAI never listed a key ${asked.api_key_id} in the project ${asked.project_id}.`);
    }
    if (others.length === 0) return key;
    const detail = 'Several organizations have such a key. Say by "organization" which one is meant.';
    throw new ProblemError('several-organizations', 400, detail);
  }

  private async keyOfRow(row: IncidentRow): Promise<KnownKey | null> {
    const { organization_number: organizationId, project_id: projectId, api_key_id: id } = row;
    if (projectId === null || id === null) return null;
    const question = { organizationIds: [organizationId], projectIds: [projectId], ids: [id] };
    return (await this.keys.find(question, FULL_SCOPE))[0] ?? null;
  }

  private async eventsOfKey(row: IncidentRow, { scope, seesAudit }: Looker): Promise<AuditEvent[]> {
    if (!seesAudit || row.api_key_id === null) return [];
    const query = { resource_id: [row.api_key_id], start: writeInstant(row.leaked_since), limit: MOST_EVENTS };
    const { data } = await this.events.page(query, { ...scope, organizationIds: [row.organization_number] });
    return data;
  }

  /** @throws ProblemError 400 for a time that has not come, or is longer ago than hours tell by key. */
  private checkedSince(text: string, key: KnownKey, name: string): Date {
    const since = new Date(text);
    const now = this.impacts.nowOf(key.organizationId).getTime();
    if (since.getTime() > now) throw invalidRequest({ parameter: name, message: 'has not come yet' });
    if (since.getTime() >= now - LONGEST_DAYS * DAY_MS) return since;
    throw invalidRequest({ parameter: name, message: `is longer ago than ${LONGEST_DAYS} days` });
  }
}

const targetOf = ({ id, title, key_name: keyName }: IncidentRow) => ({ kind: 'incident', id, name: title ?? keyName });

const isClosed = (id: string): ProblemError =>
  new ProblemError('invalid-request', 409, `Incident ${id} is closed. Open another one.`);
