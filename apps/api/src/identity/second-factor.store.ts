import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { hashOf } from './secrets.js';

/** What of a second factor is kept: the sealed seed, the last step whose code was taken, hashes of recovery codes. */
@Injectable()
export class SecondFactorStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** A new seed, which does not count before a code of it was right; one that counts is left alone. */
  async propose(personId: number, sealed: string): Promise<boolean> {
    const [, count]: [unknown, number] = await this.dataSource.query(
      `UPDATE people SET totp_sealed = $2, totp_last_step = NULL WHERE id = $1 AND totp_confirmed_at IS NULL`,
      [personId, sealed],
    );
    return count === 1;
  }

  /**
   * Takes the code of a step, once: of several that bring the same code at the same time one is right.
   *
   * @param step half minutes since 1970
   */
  async takeStep(personId: number, step: number): Promise<boolean> {
    const [, count]: [unknown, number] = await this.dataSource.query(
      `UPDATE people SET totp_last_step = $2 WHERE id = $1 AND coalesce(totp_last_step < $2, true)`,
      [personId, step],
    );
    return count === 1;
  }

  /** From now on its codes are asked for; those who lose it have these. */
  async confirm(personId: number, codes: readonly string[]): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query('UPDATE people SET totp_confirmed_at = now() WHERE id = $1', [personId]);
      await manager.query('DELETE FROM recovery_codes WHERE person_id = $1', [personId]);
      await manager.query('INSERT INTO recovery_codes SELECT $1, unnest($2::bytea[])', [personId, codes.map(hashOf)]);
    });
  }

  async takeRecoveryCode(personId: number, code: string): Promise<boolean> {
    const [, count]: [unknown, number] = await this.dataSource.query(
      'DELETE FROM recovery_codes WHERE person_id = $1 AND code_hash = $2',
      [personId, hashOf(code)],
    );
    return count === 1;
  }

  async remove(personId: number): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(
        'UPDATE people SET totp_sealed = NULL, totp_confirmed_at = NULL, totp_last_step = NULL WHERE id = $1',
        [personId],
      );
      await manager.query('DELETE FROM recovery_codes WHERE person_id = $1', [personId]);
    });
  }
}
