import type { DataSource, Logger } from 'typeorm';

/**
 * From this statement on nothing reaches the database any more, as if the process had ended there.
 *
 * @param such the first one from there on that matches
 */
export function dieAt(dataSource: DataSource, statement: number, such = /./): { died(): boolean } {
  let count = 0;
  let isDead = false;
  const logger: Logger = {
    logQuery(text) {
      count += 1;
      isDead ||= count >= statement && such.test(text);
      if (isDead) throw new Error('killed');
    },
    logQueryError: () => undefined,
    logQuerySlow: () => undefined,
    logSchemaBuild: () => undefined,
    logMigration: () => undefined,
    log: () => undefined,
  };
  dataSource.setOptions({ logger });
  return { died: () => isDead };
}
