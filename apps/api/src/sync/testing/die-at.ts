import type { DataSource } from 'typeorm';
import { countStatements } from '../../testing/counted-statements.js';

/**
 * From this statement on nothing reaches the database any more, as if the process had ended there.
 *
 * @param such the first one from there on that matches
 */
export function dieAt(dataSource: DataSource, statement: number, such = /./): { died(): boolean } {
  let count = 0;
  let isDead = false;
  countStatements(dataSource, (text) => {
    count += 1;
    isDead ||= count >= statement && such.test(text);
    if (isDead) throw new Error('killed');
  });
  return { died: () => isDead };
}
