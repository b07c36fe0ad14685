import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { hashOf } from '../secrets.js';

/** Passwords, second factors and consents take their time; a browser that was left open has no say. */
export const VISIT_MINUTES = 15;

export interface Visit {
  /** A path of ours. */
  returnTo: string;
  /** Who is to be tied to whoever comes back; null: they sign in only. */
  personId: number | null;
}

/** Who is at the provider at the moment: in Postgres, so that another replica can let them in, and once only. */
@Injectable()
export class ProviderVisitsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async begin(token: string, { returnTo, personId }: Visit): Promise<void> {
    await this.dataSource.query(
      `WITH past AS (DELETE FROM provider_visits WHERE expires_at <= now())
       INSERT INTO provider_visits (token_hash, return_to, person_id, expires_at)
       VALUES ($1, $2, $3, now() + make_interval(mins => $4))`,
      [hashOf(token), returnTo, personId, VISIT_MINUTES],
    );
  }

  /** @returns null: unknown, over, or back already. Of several who bring it at once one gets it. */
  async end(token: string): Promise<Visit | null> {
    const [rows]: [Visit[], number] = await this.dataSource.query(
      'DELETE FROM provider_visits WHERE token_hash = $1 AND expires_at > now() RETURNING return_to AS "returnTo", person_id AS "personId"',
      [hashOf(token)],
    );
    return rows[0] ?? null;
  }
}
