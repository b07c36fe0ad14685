/** Where sealed texts stand in the database: all of them, for a new secret has to reach each. */
import type { SealUse } from './seal.js';

export interface SealedColumn {
  table: string;
  column: string;
  use: SealUse;
}

/** A spec holds this list against what is sealed anywhere. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'seal_proof', column: 'sealed', use: 'proof' },
  { table: 'people', column: 'totp_sealed', use: 'second-factor' },
  { table: 'organization_keys', column: 'sealed', use: 'admin-key' },
];
