/** What was said and done about incidents, as the activity trail tells it. */
import type { ActivityItem, ActivityWord } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ActivityReadsStore } from '../activity/activity-reads.store.js';
import { writeInstant } from '../directory/directory-object.js';
import type { IncidentRow } from './incidents.store.js';

export const INCIDENT_WORDS = [
  'incident.open',
  'incident.choose_key',
  'incident.note',
  'incident.close',
] as const satisfies readonly ActivityWord[];

const BATCH = 500;
/** What is done at OpenAI has the kind of its object for a target; these are of the project as a whole. */
const OF_PROJECT = ['project', 'spend_limit', 'rate_limit'];

@Injectable()
export class IncidentTrail {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ActivityReadsStore) private readonly reads: ActivityReadsStore,
  ) {}

  /** Of several incidents, the newest first. */
  async of(ids: readonly string[], what: readonly ActivityWord[] = INCIDENT_WORDS): Promise<ActivityItem[]> {
    return ids.length === 0 ? [] : this.all({ what: [...what], target: [...ids] });
  }

  /** What was done about its key, its rotations and the limits of its project since it leaked, oldest first. */
  async actions(row: IncidentRow): Promise<ActivityItem[]> {
    const { api_key_id: keyId, project_id: projectId, organization_number: organizationId } = row;
    if (keyId === null || projectId === null) return [];
    const rotations: { id: string }[] = await this.dataSource.query(
      'SELECT id::text FROM rotations WHERE organization_id = $1 AND $2 IN (old_key_id, new_key_id)',
      [organizationId, keyId],
    );
    const rotationIds = rotations.map(({ id }) => id);
    const items = await this.all({
      target: [row.id, keyId, projectId, ...rotationIds],
      start: writeInstant(row.leaked_since),
      ...(row.closed_at && { end: writeInstant(new Date(row.closed_at.getTime() + 1000)) }),
    });
    const isMeant = ({ target, what }: ActivityItem): boolean => {
      if (target === null || target.id === null) return false;
      if (target.kind === 'incident') return target.id === row.id;
      if (target.kind === 'rotation') return rotationIds.includes(target.id);
      if (target.kind === 'api_key') return target.id === keyId;
      return OF_PROJECT.includes(target.kind) && target.id === projectId && what !== 'export.write';
    };
    return items.filter(isMeant).toReversed();
  }

  private async all(filters: Parameters<ActivityReadsStore['batches']>[0]): Promise<ActivityItem[]> {
    const items: ActivityItem[] = [];
    for await (const batch of this.reads.batches(filters, BATCH)) items.push(...batch);
    return items;
  }
}
