/** A row of the trail with what holds it, and whether it still does. */
import { type ChainedRow, commitmentOf, hashOfRow, type Part, PARTS, type Seal } from './chain.js';

/** Of the table `activity`: what `sealedAs` reads beside the row itself. */
export const SEAL_COLUMNS = `version, who_salt, who_commitment, text_salt, text_commitment, erased_parts, hash`;

export interface SealColumns {
  version: number;
  who_salt: Buffer | null;
  who_commitment: Buffer | null;
  text_salt: Buffer | null;
  text_commitment: Buffer | null;
  erased_parts: string[];
  hash: Buffer;
}

interface SealedRow {
  row: ChainedRow;
  seal: Seal;
  erased: readonly Part[];
  hash: Buffer;
}

export function sealedAs(stored: ChainedRow & SealColumns): SealedRow {
  const { version, who_salt, who_commitment, text_salt, text_commitment, erased_parts, hash, ...row } = stored;
  const erased = PARTS.filter((part) => erased_parts.includes(part));
  if (version === 1) return { row, seal: { version: 1 }, erased, hash };
  // Whoever took a commitment away has changed the row: nothing fits an empty one.
  const who = { salt: who_salt, hash: who_commitment ?? Buffer.alloc(0) };
  const text = { salt: text_salt, hash: text_commitment ?? Buffer.alloc(0) };
  return { row, seal: { version: 2, who, text }, erased, hash };
}

/** Null: it is as it was written, as far as it was not erased. */
export function wrongWith(
  row: ChainedRow,
  { seal, erased, hash, previous, expectedId }: Omit<SealedRow, 'row'> & { previous: Buffer; expectedId: string },
): string | null {
  if (row.id !== expectedId) return `row ${expectedId} should come before it and is not there`;
  // Of version 1 the hash covers what was erased: the row after it still proves that it had this hash.
  if (seal.version === 1 && erased.length > 0) return null;
  const holds = seal.version === 1 || PARTS.every((part) => partHolds(row, seal, { part, erased }));
  if (holds && hashOfRow(previous, row, seal).equals(hash)) return null;
  return 'its text and its hash do not fit together: it, or the row before it, is not what was written';
}

function partHolds(
  row: ChainedRow,
  seal: Extract<Seal, { version: 2 }>,
  { part, erased }: { part: Part; erased: readonly Part[] },
): boolean {
  const { salt, hash } = seal[part];
  if (erased.includes(part)) return salt === null && isEmpty(row, part);
  return salt !== null && commitmentOf(salt, row, part).equals(hash);
}

/** What was erased must not be there again in other words. */
function isEmpty(row: ChainedRow, part: Part): boolean {
  const { person_name, person_email, address, target, reason, before, after, detail } = row;
  const left = part === 'who' ? [person_name, person_email, address] : [target?.name, reason, before, after, detail];
  return left.every((value) => value === null || value === undefined);
}
