import { QueryFailedError } from 'typeorm';

/** SQLSTATE classes: wrong data, a broken constraint, more than Postgres can hold in one value. */
const OF_THE_DATA = /^(22|23|54)/;

/** Whether Postgres refused what it was given to store, so that something else might be stored at the same moment. */
export function isRefusedData(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const cause: unknown = error.driverError;
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return false;
  return OF_THE_DATA.test(String(cause.code));
}
