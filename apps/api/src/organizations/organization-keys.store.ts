import type { KeyTest, KeyUse } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { OrganizationRow } from './organizations.store.js';

/** A key that is kept, without what it consists of. */
export interface KeyRow {
  organizationId: number;
  use: KeyUse;
  /** Another one for each key that is set. */
  revision: string;
  source: 'web' | 'environment';
  /** null: it stands in the environment. */
  sealed: string | null;
  /** null: it was set in the web. */
  fingerprint: Buffer | null;
  lastFour: string;
  setAt: Date;
  /** Name of the person who set it. */
  setBy: string | null;
  test: KeyTest | null;
}

/** What is kept of a key that is set. */
export type NewKey = Pick<KeyRow, 'use' | 'lastFour'> & { test: KeyTest | null } & (
    { source: 'web'; sealed: string; setBy: number } | { source: 'environment'; fingerprint: Buffer }
  );

/** An organization and the key of one use, as far as a server needs them to talk to OpenAI. */
export interface KeyedOrganization extends Pick<OrganizationRow, 'id' | 'openaiId' | 'state'> {
  keys: readonly Pick<KeyRow, 'use' | 'revision' | 'source' | 'sealed' | 'fingerprint'>[];
}

const KEY = `k.organization_id AS "organizationId", k.use, k.revision, k.source, k.sealed, k.fingerprint,
  k.last_four AS "lastFour", k.set_at AS "setAt", person.name AS "setBy", k.test`;
const FROM_KEYS = 'organization_keys k LEFT JOIN people person ON person.id = k.set_by';

/** A day, less the moments that the test itself takes: a countdown in days stays right. */
const TESTED_EVERY = `interval '23 hours 50 minutes'`;

/** The keys of organizations: sealed, or where they stand. */
@Injectable()
export class OrganizationKeysStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Every organization with its keys, oldest first: asked every few seconds by every server, and a handful of rows. */
  async keyed(): Promise<KeyedOrganization[]> {
    return this.dataSource
      .query(
        `SELECT o.id, o.openai_id AS "openaiId", o.state, coalesce(k.keys, '[]') AS keys
         FROM organizations o
         LEFT JOIN (
           SELECT organization_id, json_agg(json_build_object(
                    'use', use, 'revision', revision::text, 'source', source, 'sealed', sealed,
                    'fingerprint', encode(fingerprint, 'hex'))) AS keys
             FROM organization_keys GROUP BY 1
         ) k ON k.organization_id = o.id
        ORDER BY o.id`,
      )
      .then((rows: (Omit<KeyedOrganization, 'keys'> & { keys: KeyOfJson[] })[]) =>
        rows.map(({ keys, ...organization }) => ({ ...organization, keys: keys.map(keyOf) })),
      );
  }

  async list(): Promise<KeyRow[]> {
    return this.dataSource.query(`SELECT ${KEY} FROM ${FROM_KEYS} ORDER BY k.organization_id, k.use`);
  }

  async find(organizationId: number, use: KeyUse): Promise<KeyRow | null> {
    const [row]: KeyRow[] = await this.dataSource.query(
      `SELECT ${KEY} FROM ${FROM_KEYS} WHERE k.organization_id = $1 AND k.use = $2`,
      [organizationId, use],
    );
    return row ?? null;
  }

  /** Sets the key of a use, in place of the one before. */
  async set(manager: EntityManager, organizationId: number, key: NewKey): Promise<void> {
    const [sealed, setBy, fingerprint] =
      key.source === 'web' ? [key.sealed, key.setBy, null] : [null, null, key.fingerprint];
    await manager.query(
      `INSERT INTO organization_keys
         (organization_id, use, source, sealed, set_by, fingerprint, last_four, test, test_due_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $8::jsonb IS NULL THEN now() ELSE now() + ${TESTED_EVERY} END)
       ON CONFLICT (organization_id, use) DO UPDATE SET
         revision = DEFAULT, source = excluded.source, sealed = excluded.sealed, set_by = excluded.set_by,
         fingerprint = excluded.fingerprint, last_four = excluded.last_four, test = excluded.test,
         test_due_at = excluded.test_due_at, set_at = now()`,
      [organizationId, key.use, key.source, sealed, setBy, fingerprint, key.lastFour, key.test],
    );
  }

  async forget(manager: EntityManager, organizationId: number, uses: readonly KeyUse[]): Promise<void> {
    await manager.query('DELETE FROM organization_keys WHERE organization_id = $1 AND use = ANY ($2)', [
      organizationId,
      uses,
    ]);
  }

  /** Keeps what was found, unless another key has been set meanwhile. */
  async keepTest({ organizationId, use, revision }: Tried, test: KeyTest): Promise<void> {
    await this.dataSource.query(
      `UPDATE organization_keys SET test = $4, test_due_at = now() + ${TESTED_EVERY}
        WHERE organization_id = $1 AND use = $2 AND revision = $3`,
      [organizationId, use, revision, test],
    );
  }

  /** Takes the keys whose test is a day old: each is given to one server. Tried in vain, it is taken again in an hour. */
  async takeDueTests(): Promise<Tried[]> {
    const [rows]: [Tried[], number] = await this.dataSource.query(
      `UPDATE organization_keys SET test_due_at = now() + interval '1 hour' WHERE test_due_at <= now()
       RETURNING organization_id AS "organizationId", use, revision`,
    );
    return rows;
  }
}

export type Tried = Pick<KeyRow, 'organizationId' | 'use' | 'revision'>;

type KeyOfJson = Omit<KeyedOrganization['keys'][number], 'fingerprint'> & { fingerprint: string | null };

const keyOf = ({ fingerprint, ...key }: KeyOfJson): KeyedOrganization['keys'][number] => ({
  ...key,
  fingerprint: fingerprint === null ? null : Buffer.from(fingerprint, 'hex'),
});
