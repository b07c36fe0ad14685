import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { KeyPlace } from './key-inventory.store.js';

/** Keeps what people of Bursar write about keys: what OpenAI has no place for. */
@Injectable()
export class KeyCareStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** @param label null: takes it away */
  async label(place: KeyPlace, label: string | null, personId: number | null): Promise<void> {
    if (label === null) {
      await this.forget('key_labels', place);
      return;
    }
    await this.dataSource.query(
      `INSERT INTO key_labels (organization_id, project_id, key_id, label, set_at, set_by)
       VALUES ($1, $2, $3, $4, now(), $5)
       ON CONFLICT (organization_id, project_id, key_id)
         DO UPDATE SET label = excluded.label, set_at = excluded.set_at, set_by = excluded.set_by`,
      [...namesOf(place), label, personId],
    );
  }

  /** Takes the place of the snooze before. */
  async snooze(
    place: KeyPlace,
    snooze: { reason: string; since: Date; until: string },
    personId: number | null,
  ): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO key_snoozes (organization_id, project_id, key_id, reason, since, until, set_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (organization_id, project_id, key_id)
         DO UPDATE SET reason = excluded.reason, since = excluded.since, until = excluded.until, set_by = excluded.set_by`,
      [...namesOf(place), snooze.reason, snooze.since, snooze.until, personId],
    );
  }

  async wake(place: KeyPlace): Promise<void> {
    await this.forget('key_snoozes', place);
  }

  private async forget(table: 'key_labels' | 'key_snoozes', place: KeyPlace): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM ${table} WHERE organization_id = $1 AND project_id = $2 AND key_id = $3`,
      namesOf(place),
    );
  }
}

/** The first columns of the tables; an admin key is of no project. */
const namesOf = ({ organizationNumber, projectId, id }: KeyPlace) => [organizationNumber, projectId ?? '', id];
