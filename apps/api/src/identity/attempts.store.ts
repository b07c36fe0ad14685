import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ProblemError } from '../http/problem.js';

export const PAUSE_MINUTES = 15;

export interface Limit {
  /** What is tried and by whom, such as `sign-in:account:mika@acme.example`. */
  name: string;
  /** How many tries before a pause. */
  most: number;
}

/**
 * Counts tries, in one row for all replicas.
 *
 * A try counts before it is judged: of many that arrive at once no more are judged than are allowed.
 */
@Injectable()
export class AttemptsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /**
   * Takes one try of each limit.
   *
   * @returns how many are left of the scarcest
   * @throws ProblemError 429 when there is none left; what is tried is not looked at then.
   */
  async take(...limits: Limit[]): Promise<number> {
    let left = Infinity;
    for (const { name, most } of limits) {
      const { count, seconds } = await this.count(name);
      if (count > most) throw tooMany(seconds);
      left = Math.min(left, most - count);
    }
    return left;
  }

  /** Counts one more, and tells which it is since the last pause: for what is only to be bounded. */
  async countOn(name: string): Promise<number> {
    return (await this.count(name)).count;
  }

  /**
   * After a try that was right: its owner begins anew, and the others of the same address get theirs back. An office
   * shares one.
   */
  async succeed({ own, shared }: { own: string; shared?: string }): Promise<void> {
    await this.dataSource.query('DELETE FROM attempts WHERE name = $1 OR until < now()', [own]);
    if (shared === undefined) return;
    await this.dataSource.query('UPDATE attempts SET count = greatest(count - 1, 0) WHERE name = $1', [shared]);
  }

  private async count(name: string): Promise<{ count: number; seconds: number }> {
    const [row]: { count: number; seconds: number }[] = await this.dataSource.query(
      `INSERT INTO attempts AS known (name, count, until) VALUES ($1, 1, now() + make_interval(mins => $2))
       ON CONFLICT (name) DO UPDATE SET
         count = CASE WHEN known.until <= now() THEN 1 ELSE least(known.count + 1, 1000000) END,
         until = CASE WHEN known.until <= now() THEN excluded.until ELSE known.until END
       RETURNING count, ceil(extract(epoch FROM until - now()))::integer AS seconds`,
      [name, PAUSE_MINUTES],
    );
    if (row === undefined) throw new Error('Postgres did not answer a counted attempt.');
    return row;
  }
}

function tooMany(seconds: number): ProblemError {
  const minutes = Math.ceil(seconds / 60);
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return new ProblemError('too-many-attempts', 429, `Too many attempts. Try again in ${wait}.`, [], {
    'retry-after': String(seconds),
  });
}
