/** Who asks at the same moment, and what an answer that is being made meanwhile may be given to. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from '@bursar/contract';
import type { PoolClient } from 'pg';
import { FULL_SCOPE, type Scope } from '../http/scope.js';
import { AnswersService } from './answers.service.js';
import { MeteringFixture } from './testing/metering-fixture.js';

let metering: MeteringFixture;
let answers: AnswersService;
beforeAll(async () => {
  metering = await MeteringFixture.start();
  answers = new AnswersService(metering.database.dataSource, CAPABILITIES, { answerCache: true }, metering.clock);
});
afterAll(() => metering.stop());

const rename = (name: string) => metering.query('UPDATE organizations SET name = $1 WHERE id = 1', [name]);

/** Asks for the name of the organization, and counts how often it is looked up. */
class Asker {
  lookups = 0;

  constructor(
    private readonly question: string,
    private readonly meanwhile: () => Promise<void> = () => Promise.resolve(),
  ) {}

  async ask(scope: Scope = FULL_SCOPE): Promise<unknown> {
    const asked = { name: this.question, scope, numbers: { capability: 'costs' } };
    const { plain } = await answers.answer(asked, (client) => this.read(client));
    return JSON.parse(plain.toString());
  }

  private async read(client: PoolClient): Promise<unknown> {
    this.lookups++;
    const { rows } = await client.query<{ name: string }>('SELECT name FROM organizations WHERE id = 1');
    await this.meanwhile();
    return rows[0]?.name;
  }
}

describe('an answer', () => {
  it('is made once for all who ask at the same moment', async () => {
    await rename('One');
    const asker = new Asker('at once');
    expect(await Promise.all(Array.from({ length: 30 }, () => asker.ask()))).toEqual(Array(30).fill('One'));
    expect(await Promise.all(Array.from({ length: 30 }, () => asker.ask()))).toEqual(Array(30).fill('One'));
    expect(asker.lookups).toBe(1);
  });

  it('that is being made is not given to who asks after a change', async () => {
    await rename('Before');
    let later: Promise<unknown> | null = null;
    const asker = new Asker('meanwhile', async () => {
      if (later !== null) return;
      await rename('After');
      later = asker.ask();
    });
    expect(await asker.ask()).toBe('Before');
    expect(await later).toBe('After');
    expect(await asker.ask()).toBe('After');
    expect(asker.lookups).toBe(2);
  });

  it('that was made of what was true for a moment is not taken for what is true again', async () => {
    await rename('True');
    const asker = new Asker('for a moment');
    await rename('For a moment');
    expect(await asker.ask()).toBe('For a moment');
    await rename('True');
    expect(await asker.ask()).toBe('True');
  });

  it('that could not be made is made by the next', async () => {
    let isBroken = true;
    const asker = new Asker('broken', () => (isBroken ? Promise.reject(new Error('no database')) : Promise.resolve()));
    await expect(Promise.all([asker.ask(), asker.ask()])).rejects.toThrow('no database');
    isBroken = false;
    expect(await asker.ask()).toBe('True');
  });

  it('is never given to a caller who may see other things', async () => {
    const asker = new Asker('of whom');
    const scopes: Scope[] = [
      FULL_SCOPE,
      { organizationIds: [1], projectIds: 'all' },
      { organizationIds: [1], projectIds: [] },
      { organizationIds: [1], projectIds: ['proj_a'] },
      { organizationIds: [2], projectIds: ['proj_a'] },
    ];
    for (const scope of scopes) await asker.ask(scope);
    expect(asker.lookups).toBe(scopes.length);
    for (const scope of scopes) await asker.ask(scope);
    expect(asker.lookups).toBe(scopes.length);
  });

  it('is made anew in another minute', async () => {
    const asker = new Asker('in time');
    metering.clock.set('2026-11-21T12:00:59.999Z');
    await asker.ask();
    metering.clock.set('2026-11-21T12:01:00Z');
    await asker.ask();
    metering.clock.set('2026-11-21T12:01:59Z');
    await asker.ask();
    expect(asker.lookups).toBe(2);
  });
});
