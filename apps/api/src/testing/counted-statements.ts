import type { DataSource, Logger } from 'typeorm';

/** What a data source is asked from now on. */
export interface CountedStatements {
  /** Those since the last look, in their order. */
  take(): string[];
  end(): void;
}

/** @param on hears of each statement before it is sent; what it throws ends the statement. */
export function countStatements(
  dataSource: DataSource,
  on: (text: string) => void = () => undefined,
): CountedStatements {
  const texts: string[] = [];
  const { logger: before } = dataSource;
  const logger: Logger = {
    logQuery(text) {
      texts.push(text);
      on(text);
    },
    logQueryError: () => undefined,
    logQuerySlow: () => undefined,
    logSchemaBuild: () => undefined,
    logMigration: () => undefined,
    log: () => undefined,
  };
  dataSource.setOptions({ logger });
  return {
    take: () => texts.splice(0),
    end: () => void dataSource.setOptions({ logger: before }),
  };
}
