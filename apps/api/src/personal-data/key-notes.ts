import type { EntityManager } from 'typeorm';

/** Whoever labelled or snoozed a key wrote what it is and why. @param patterns as `LIKE` takes them */
export async function forgetKeyNotes(manager: EntityManager, patterns: readonly string[]): Promise<void> {
  await manager.query(`UPDATE key_labels SET label = 'erased' WHERE label ILIKE ANY ($1::text[])`, [patterns]);
  await manager.query(`UPDATE key_snoozes SET reason = 'erased' WHERE reason ILIKE ANY ($1::text[])`, [patterns]);
}
