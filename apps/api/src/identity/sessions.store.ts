import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PERSON_COLUMNS, type StoredPerson } from './people.store.js';
import { hashOf, makeToken } from './secrets.js';

/** mfa: the password was right and the code is awaited; nothing else is answered. */
export type SessionStage = 'mfa' | 'full';

export interface Session {
  sessionId: number;
  stage: SessionStage;
  person: StoredPerson;
}

/** One of a person's sessions, as they are shown it. */
export interface SessionRow {
  id: number;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  address: string | null;
  userAgent: string | null;
}

/** From where a request came, for people to know their own sessions by. */
export interface RequestOrigin {
  address: string | null;
  userAgent: string | null;
  /** By which the log and the trail know the request. */
  requestId?: string | null;
}

/** How long a session lasts at most, and without being used. */
export const LIFETIME = { full: '12 hours', mfa: '10 minutes' } as const satisfies Record<SessionStage, string>;
const IDLE = '2 hours';

const LONGEST_USER_AGENT = 400;

/** Sessions live in Postgres alone, so that any replica answers for them and ending one ends it everywhere. */
@Injectable()
export class SessionsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** @returns what the cookie is to hold; it is not kept and cannot be asked for again. */
  async begin(personId: number, stage: SessionStage, origin: RequestOrigin): Promise<string> {
    const token = makeToken();
    await this.dataSource.query(
      `WITH past AS (DELETE FROM sessions WHERE person_id = $1 AND expires_at <= now()),
            seen AS (UPDATE people SET last_seen_at = now() WHERE id = $1 AND $3::text = 'full')
       INSERT INTO sessions (person_id, token_hash, stage, created_at, expires_at, last_seen_at, address, user_agent)
       VALUES ($1, $2, $3, now(), now() + $4::interval, now(), $5, $6)`,
      [personId, hashOf(token), stage, LIFETIME[stage], origin.address, origin.userAgent?.slice(0, LONGEST_USER_AGENT)],
    );
    return token;
  }

  /** Null: unknown, over, unused for too long, or of somebody who was disabled. */
  async find(token: string): Promise<Session | null> {
    const rows: (StoredPerson & { sessionId: number; stage: SessionStage; isStale: boolean })[] =
      await this.dataSource.query(
        `SELECT s.id AS "sessionId", s.stage, s.last_seen_at < now() - interval '1 minute' AS "isStale",
                ${PERSON_COLUMNS}
           FROM sessions s JOIN people p ON p.id = s.person_id
          WHERE s.token_hash = $1 AND s.expires_at > now() AND s.last_seen_at > now() - $2::interval
            AND p.disabled_at IS NULL`,
        [hashOf(token), IDLE],
      );
    const [found] = rows;
    if (found === undefined) return null;
    const { sessionId, stage, isStale, ...person } = found;
    // Not at each request: a page asks ten things at once.
    if (isStale) await this.see(sessionId);
    return { sessionId, stage, person };
  }

  /** Those that are not over, the last used first. */
  async list(personId: number): Promise<SessionRow[]> {
    return this.dataSource.query(
      `SELECT id, created_at AS "createdAt", last_seen_at AS "lastSeenAt", expires_at AS "expiresAt", address,
              user_agent AS "userAgent"
         FROM sessions
        WHERE person_id = $1 AND stage = 'full' AND expires_at > now() AND last_seen_at > now() - $2::interval
        ORDER BY last_seen_at DESC, id DESC LIMIT 100`,
      [personId, IDLE],
    );
  }

  /** @returns whether it was a session of that person. */
  async endOwn(personId: number, sessionId: number): Promise<boolean> {
    const [, count]: [unknown, number] = await this.dataSource.query(
      'DELETE FROM sessions WHERE person_id = $1 AND id = $2',
      [personId, sessionId],
    );
    return count === 1;
  }

  /** @param but the one that goes on */
  async endAll(personId: number, but: number | null = null): Promise<void> {
    await this.dataSource.query('DELETE FROM sessions WHERE person_id = $1 AND id IS DISTINCT FROM $2', [
      personId,
      but,
    ]);
  }

  async end(sessionId: number): Promise<void> {
    await this.dataSource.query('DELETE FROM sessions WHERE id = $1', [sessionId]);
  }

  private async see(sessionId: number): Promise<void> {
    await this.dataSource.query(
      `WITH seen AS (UPDATE sessions SET last_seen_at = now() WHERE id = $1 RETURNING person_id)
       UPDATE people SET last_seen_at = now() FROM seen WHERE people.id = seen.person_id`,
      [sessionId],
    );
  }
}
