import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { hashOf } from './secrets.js';

const SET_UP_LASTS = '24 hours';

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
}
