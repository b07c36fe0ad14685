import type { MemberErasure } from '@bursar/contract';
import { erasedMemberName } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { eraseFromTrail } from '../activity/activity-erasures.js';
import type { Actor } from '../activity/actor.js';
import type { Environment } from '../env.js';
import { notFound, ProblemError } from '../http/problem.js';
import { ENVIRONMENT } from '../tokens.js';
import { lockErasures, type Remembered, rememberErased } from './erased-members.js';
import { type Erased, erasedHasher, namesIn, withoutErased, wordsOfName } from './erased-text.js';
import { forgetKeyNotes } from './key-notes.js';
import { NAMING_TABLE_NAMES, namingRows, type NamingTableName, writeNamingRow } from './naming-rows.js';

/** What somebody is called, wherever it stands. */
interface Called {
  /** In small letters. */
  mails: string[];
  /** Of several words: a single one, such as Build, is also the name of other things. */
  names: string[];
}

/** Erases members of OpenAI who left: in what is stored, and in what OpenAI still tells of them. */
@Injectable()
export class MemberErasuresStore {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ENVIRONMENT) private readonly environment: Pick<Environment, 'secret'>,
  ) {}

  /**
   * What a member is called, for who asks whether a text names them.
   *
   * @throws ProblemError 404 for an id that nothing names; 409 for who may not be erased yet
   */
  async wordsOf(id: string): Promise<string[]> {
    return this.dataSource.transaction(async (manager) => {
      await lockErasures(manager);
      return wordsIn(await mayBeErased(manager, id));
    });
  }

  /**
   * Puts another name in the place of theirs, in one transaction. Ids stay, so that sums stay whole.
   *
   * @throws ProblemError 404 for an id that nothing names; 409 for who may not be erased yet
   */
  async erase(id: string, actor: Actor): Promise<MemberErasure> {
    // Beside the others, for feeds must not be locked behind the lock of erasures; to do it twice does no harm.
    await forgetPauses(this.dataSource.manager, await this.wordsOf(id));
    const erasure = await this.dataSource.transaction((manager) => this.eraseEverywhere(manager, id, actor));
    // Answers that were made before name them still.
    await this.dataSource.query('UPDATE feeds SET revision = revision + 1');
    return erasure;
  }

  private async eraseEverywhere(manager: EntityManager, id: string, actor: Actor): Promise<MemberErasure> {
    await lockErasures(manager);
    const called = await mayBeErased(manager, id);
    await rememberErased(manager, id, this.remembered(called));
    await nameTheNameless(manager, id);
    const changed = { directory_objects: 0, directory_history: 0, audit_events: 0 };
    for (const table of NAMING_TABLE_NAMES) changed[table] = await this.eraseIn(manager, table, { id, called });
    const target = { kind: 'member', id, name: null };
    const words = wordsIn(called);
    await forgetKeyNotes(manager, words.map(likeOf));
    const activity = await eraseFromTrail(manager, { actor, target, personId: null, tokenIds: [], words });
    return { id, name: erasedMemberName(id), changed: { ...changed, activity } };
  }

  private async eraseIn(
    manager: EntityManager,
    table: NamingTableName,
    { id, called: { mails, names } }: { id: string; called: Called },
  ): Promise<number> {
    const spoken = new Set(names.map((name) => wordsOfName(name).join(' ')));
    const erased: Erased = {
      ids: new Set([id]),
      memberOfMail: (mail) => (mails.includes(mail) ? id : null),
      memberOfName: (name) => (spoken.has(name) ? id : null),
      nameSizes: sizesOf(names),
    };
    let count = 0;
    for await (const rows of namingRows(manager, table, { id, patterns: patternsOf(wordsIn({ mails, names })) })) {
      for (const row of rows) {
        const value = withoutErased(row.value, erased);
        if (JSON.stringify(value) === JSON.stringify(row.value)) continue;
        await writeNamingRow(manager, table, { ...row, value });
        count += 1;
      }
    }
    return count;
  }

  private remembered({ mails, names }: Called): Remembered {
    const { secret } = this.environment;
    if (mails.length + names.length === 0) return { mailHashes: [], nameHashes: [], nameSizes: [] };
    if (secret !== null) {
      const hash = erasedHasher(secret);
      const nameHashes = names.map((name) => hash(wordsOfName(name).join(' ')));
      return { mailHashes: mails.map(hash), nameHashes, nameSizes: sizesOf(names) };
    }
    const detail =
      'There is nothing to remember whom OpenAI may tell of again by: BURSAR_SECRET is not set. Set it and start Bursar again.';
    throw new ProblemError('invalid-request', 409, detail);
  }
}

const sizesOf = (names: readonly string[]): number[] => [...new Set(names.map((name) => wordsOfName(name).length))];

const wordsIn = ({ mails, names }: Called): string[] => [...mails, ...names];

/** @throws ProblemError 404 for an id that nothing names; 409 for who may not be erased yet */
async function mayBeErased(manager: EntityManager, id: string): Promise<Called> {
  const called = await calledAs(manager, id);
  await refuse(manager, id, called);
  return called;
}

/** What rows that hold the id call whoever has it. */
async function calledAs(manager: EntityManager, id: string): Promise<Called> {
  const found = new Set<string>();
  for (const table of NAMING_TABLE_NAMES) {
    for await (const rows of namingRows(manager, table, { id, patterns: [] })) {
      for (const { value } of rows) for (const name of namesIn(value, id)) found.add(name.trim());
    }
  }
  const names = [...found];
  return {
    mails: names.filter((name) => name.includes('@')).map((mail) => mail.toLowerCase()),
    names: names.filter((name) => !name.includes('@') && /\s/.test(name) && wordsOfName(name).length > 1),
  };
}

interface Standing {
  isMember: boolean;
  isAccount: boolean;
  isKnown: boolean;
  isErased: boolean;
  /** Another member who has one of the mail addresses. */
  otherMember: string | null;
  /** Whoever signs in to Bursar with one of them. */
  person: number | null;
}

async function refuse(manager: EntityManager, id: string, { mails }: Called): Promise<void> {
  const [standing]: Standing[] = await manager.query(STANDING, [id, mails]);
  if (standing === undefined) throw new Error('Postgres did not answer what is known of a member.');
  const { isMember, isAccount, isKnown, isErased, otherMember, person } = standing;
  if (isAccount) throw notFound(`${id} is a service account: it is nobody whose name could be erased.`);
  if (!isKnown) throw notFound(`No member ${id} is known: OpenAI never listed them, and no cost or event names them.`);
  const conflict = (detail: string): ProblemError => new ProblemError('not-allowed', 409, detail);
  if (isErased) throw conflict(`${id} is erased already, and what OpenAI tells of them is stored without their name.`);
  if (isMember) {
    throw conflict(`${id} is still a member. Remove them at OpenAI first; once a list came without them, erase them.`);
  }
  if (otherMember !== null) throw conflict(`The member ${otherMember} has the same mail address and is still there.`);
  if (person !== null)
    throw conflict(`Person ${person} of Bursar has the same mail address. Erase them under People first.`);
}

/** $1 id, $2 mail addresses. */
const STANDING = `
SELECT EXISTS (SELECT FROM directory_objects WHERE kind = 'user' AND id = $1 AND gone_at IS NULL) AS "isMember",
       EXISTS (SELECT FROM directory_objects WHERE kind = 'service_account' AND id = $1) AS "isAccount",
       EXISTS (SELECT FROM directory_objects WHERE id = $1 AND kind IN ('user', 'project_user', 'group_user'))
         OR EXISTS (SELECT FROM series WHERE user_id = $1)
         OR EXISTS (SELECT FROM audit_events WHERE actor_id = $1) AS "isKnown",
       EXISTS (SELECT FROM erased_members WHERE member_id = $1) AS "isErased",
       (SELECT min(id) FROM directory_objects WHERE kind = 'user' AND id <> $1 AND gone_at IS NULL
         AND lower(object ->> 'email') = ANY ($2::text[])) AS "otherMember",
       (SELECT min(id) FROM people WHERE email = ANY ($2::text[])) AS person`;

/** Who was never listed has no object that could carry the other name, which labels and lists read. */
async function nameTheNameless(manager: EntityManager, id: string): Promise<void> {
  const object = { object: 'organization.user', id, name: erasedMemberName(id), email: erasedMemberName(id) };
  await manager.query(
    `INSERT INTO directory_objects (organization_id, kind, id, name, object, first_seen_at, last_seen_at, gone_at, gone_reason)
     SELECT known.organization_id, 'user', $1, $2, $3, now(), now(), now(), 'not_found'
       FROM (SELECT organization_id FROM series WHERE user_id = $1
             UNION SELECT organization_id FROM audit_events WHERE actor_id = $1) known
     ON CONFLICT DO NOTHING`,
    [id, erasedMemberName(id), JSON.stringify(object)],
  );
}

/** Whoever paused collecting wrote why, whoever opened an incident what it is called, and a new key is named by people. */
export async function forgetPauses(manager: EntityManager, words: readonly string[]): Promise<void> {
  const patterns = [words.map(likeOf)];
  await manager.query(`UPDATE feeds SET pause_reason = 'erased' WHERE pause_reason ILIKE ANY ($1::text[])`, patterns);
  await manager.query(`UPDATE incidents SET title = 'erased' WHERE title ILIKE ANY ($1::text[])`, patterns);
  await manager.query(
    `UPDATE rotations SET attempt = jsonb_set(attempt, '{name}', '"erased"') WHERE attempt ->> 'name' ILIKE ANY ($1::text[])`,
    patterns,
  );
}

/** Both as it is and as JSON writes it. */
const patternsOf = (words: readonly string[]): string[] =>
  words.map((word) => likeOf(JSON.stringify(word).slice(1, -1)));

/** As `LIKE` finds it. */
export const likeOf = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
