import type { DataSource, Logger } from 'typeorm';

/** From this statement on nothing reaches the database any more, as if the process had ended there. */
export function dieAt(dataSource: DataSource, statement: number): { died(): boolean } {
  let count = 0;
  const logger: Logger = {
    logQuery() {
      count += 1;
      if (count >= statement) throw new Error('killed');
    },
    logQueryError: () => undefined,
    logQuerySlow: () => undefined,
    logSchemaBuild: () => undefined,
    logMigration: () => undefined,
    log: () => undefined,
  };
  dataSource.setOptions({ logger });
  return { died: () => count >= statement };
}
