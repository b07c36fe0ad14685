import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ROLE_NAMES } from '@bursar/contract';
import { eraseFromTrail } from '../activity/activity-erasures.js';
import type { Actor } from '../activity/actor.js';
import { hashedSubject } from '../identity/oidc/identities.store.js';
import { forgetKeyNotes } from './key-notes.js';
import { forgetPauses, likeOf } from './member-erasures.store.js';

/** What stands for the name of a person of Bursar who was erased. */
const erasedPersonName = (id: number): string => `Erased person ${id}`;

/** Erases people of Bursar who are disabled. */
@Injectable()
export class PersonErasuresStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Names and mail addresses by which they are, or were, known. */
  async wordsOf(id: number): Promise<string[]> {
    return wordsOf(this.dataSource.manager, id);
  }

  /**
   * Takes name, mail and network addresses out of every table, in one transaction. The id stays, and what they may not
   * do any more.
   *
   * @returns false where they are no longer disabled, or were erased before; nothing is changed then
   */
  async erase(id: number, actor: Actor): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const [person]: { email: string }[] = await manager.query(
        'SELECT email FROM people WHERE id = $1 AND disabled_at IS NOT NULL AND erased_at IS NULL FOR UPDATE',
        [id],
      );
      if (person === undefined) return false;
      const words = await wordsOf(manager, id);
      const tokens: { id: number }[] = await manager.query('SELECT id FROM api_tokens WHERE person_id = $1', [id]);
      await manager.query(
        `UPDATE people SET email = $2, name = $3, password_hash = NULL, totp_sealed = NULL, totp_confirmed_at = NULL,
                totp_last_step = NULL, erased_at = now() WHERE id = $1`,
        [id, `erased-${id}@bursar.invalid`, erasedPersonName(id)],
      );
      for (const table of ['sessions', 'one_time_codes', 'recovery_codes', 'api_tokens', 'provider_visits']) {
        await manager.query(`DELETE FROM ${table} WHERE person_id = $1`, [id]);
      }
      // Recognised still, so that whoever was disabled does not come in again as somebody new.
      await manager.query(
        `UPDATE identities i SET subject = ${hashedSubject('i.issuer', 'i.subject')} WHERE i.person_id = $1`,
        [id],
      );
      await manager.query('DELETE FROM attempts WHERE position(lower($1) IN lower(name)) > 0', [person.email]);
      await forgetPauses(manager, words);
      await forgetKeyNotes(manager, words.map(likeOf));
      const target = { kind: 'person', id: String(id), name: null };
      await eraseFromTrail(manager, { actor, target, personId: id, tokenIds: tokens.map((token) => token.id), words });
      return true;
    });
  }
}

/** Those of now, and those under which the trail knows them. */
async function wordsOf(manager: EntityManager, id: number): Promise<string[]> {
  const rows: { word: string }[] = await manager.query(
    `SELECT DISTINCT word FROM (
       SELECT unnest(ARRAY[name, email]) AS word FROM people WHERE id = $1
       UNION ALL SELECT unnest(ARRAY[person_name, person_email]) FROM activity WHERE person_id = $1
       UNION ALL SELECT target->>'name' FROM activity WHERE target->>'kind' = 'person' AND target->>'id' = $1::text
     ) known WHERE word IS NOT NULL`,
    [id],
  );
  return rows.map(({ word }) => word.trim()).filter(isTelling);
}

/** A name that is also a word of ours, or nearly nothing, would take half of the trail along. */
const isTelling = (word: string): boolean => word.length > 2 && !ROLE_NAMES.some((role) => role === word.toLowerCase());
