import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { hashOf } from './secrets.js';

const SET_UP_LASTS = '24 hours';
/** Who is invited may be away for the weekend; who forgot the password is there. */
const LINK_LASTS = { invitation: '7 days', reset: '4 hours' } as const;

export type LinkPurpose = keyof typeof LINK_LASTS;

/** Codes that open something once: kept as hashes, for a while. */
@Injectable()
export class OneTimeCodesStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Each replica tells a code of its own in its own log; the first that is used ends them all. */
  async addSetUpCode(code: string): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO one_time_codes (purpose, person_id, code_hash, created_at, expires_at)
       VALUES ('set_up', NULL, $1, now(), now() + $2::interval)`,
      [hashOf(code), SET_UP_LASTS],
    );
  }

  async isSetUpCode(code: string): Promise<boolean> {
    const [row]: { found: boolean }[] = await this.dataSource.query(
      `SELECT EXISTS (SELECT FROM one_time_codes WHERE purpose = 'set_up' AND code_hash = $1 AND expires_at > now()) AS found`,
      [hashOf(code)],
    );
    return row?.found === true;
  }

  /** @returns until when it opens something; every earlier link of that person is over. */
  async addLink(personId: number, purpose: LinkPurpose, token: string): Promise<Date> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('DELETE FROM one_time_codes WHERE person_id = $1', [personId]);
      const rows: { expiresAt: Date }[] = await manager.query(
        `INSERT INTO one_time_codes (purpose, person_id, code_hash, created_at, expires_at)
         VALUES ($2, $1, $3, now(), now() + $4::interval) RETURNING expires_at AS "expiresAt"`,
        [personId, purpose, hashOf(token), LINK_LASTS[purpose]],
      );
      const [row] = rows;
      if (row === undefined) throw new Error('Postgres did not answer the link that it stored.');
      return row.expiresAt;
    });
  }

  async findLink(token: string): Promise<{ personId: number; purpose: LinkPurpose } | null> {
    const rows: { personId: number; purpose: LinkPurpose }[] = await this.dataSource.query(
      `SELECT person_id AS "personId", purpose FROM one_time_codes
        WHERE code_hash = $1 AND person_id IS NOT NULL AND expires_at > now()`,
      [hashOf(token)],
    );
    return rows[0] ?? null;
  }

  /** @returns whether it still opened something; of several who use it at once, one does. */
  async takeLink(token: string): Promise<boolean> {
    const [, count]: [unknown, number] = await this.dataSource.query(
      'DELETE FROM one_time_codes WHERE code_hash = $1 AND person_id IS NOT NULL AND expires_at > now()',
      [hashOf(token)],
    );
    return count === 1;
  }
}
