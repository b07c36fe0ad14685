// What happens at OpenAI during a soak, apart from the ordinary traffic: money restated, groups that vanish, late
// events, people and keys that come and go.

/** @typedef {import('@bursar/openai-admin-simulator').Simulator} Simulator */
/** @typedef {import('./chance.mjs').Chance} Chance */
/** @typedef {{ day: string, project_id: string, line_item: string, api_key_id: string | null, delta: bigint }} Restated */

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const SCALE = 34n;

export class Life {
  /** What the ledger has to tell at the end, each once. @type {Restated[]} */
  restated = [];
  #touched = new Set();
  #made = 0;

  /**
   * @param {{ simulator: Simulator, chance: Chance, oldestDay: number, daysBack: number, settledDays: number }} surroundings
   *   days are restated from `settledDays` ago on: a change is a restatement when the day was read a day after its end.
   */
  constructor({ simulator, chance, oldestDay, daysBack, settledDays }) {
    this.simulator = simulator;
    this.chance = chance;
    this.oldestDay = oldestDay;
    this.daysBack = daysBack;
    this.settledDays = settledDays;
  }

  /** Lets so many minutes happen. @param {number} minutes */
  pass(minutes) {
    const { chance } = this;
    const often = (/** @type {number} */ perDay) => chance.is((perDay * minutes) / 1440);
    if (often(12)) this.#restate();
    if (often(24)) this.#lateEvent();
    if (often(10)) this.#memberComesOrGoes();
    if (often(14)) this.#keyComesOrGoes();
    if (often(6)) this.#limitChanges();
  }

  /** Another amount for a tuple of a settled day, or none at all; each tuple once, so that each stands in the ledger once. */
  #restate() {
    const { simulator, chance } = this;
    const today = Math.floor(simulator.clock.now().getTime() / DAY_MS) * DAY_MS;
    const youngest = today - this.settledDays * DAY_MS;
    const days = Math.min(this.daysBack, Math.floor((youngest - this.oldestDay) / DAY_MS) + 1);
    if (days < 1) return;
    const start = new Date(youngest - chance.below(days) * DAY_MS);
    const rows = simulator
      .billed({
        start,
        end: new Date(start.getTime() + DAY_MS),
        bucket: 'day',
        groupBy: ['project_id', 'line_item', 'api_key_id'],
      })
      .filter(({ key, currency }) => key.project_id && key.line_item && key.api_key_id && currency === 'usd');
    if (rows.length === 0) return;
    const { start: day, key, amount: before } = chance.of(rows);
    const match = { project_id: key.project_id, line_item: key.line_item, api_key_id: key.api_key_id };
    const name = JSON.stringify([day, match]);
    if (this.#touched.has(name)) return;
    this.#touched.add(name);
    const vanishes = chance.is(0.3);
    const amount = vanishes ? '0' : `${chance.below(90) + 10}.${chance.below(1000)}5`;
    simulator.restate(day, vanishes ? { kind: 'vanish', match } : { kind: 'amount', match, amount });
    const delta = scaled(amount) - scaled(before);
    if (delta === 0n) return;
    this.restated.push({
      day,
      project_id: key.project_id ?? '',
      line_item: key.line_item ?? '',
      api_key_id: key.api_key_id ?? null,
      delta,
    });
  }

  /** Something of a few minutes ago that OpenAI tells only now. */
  #lateEvent() {
    const { simulator, chance } = this;
    const key = chance.of(simulator.organization.keys.filter(({ deleted }) => !deleted));
    const minute = Math.floor(simulator.clock.now().getTime() / MINUTE_MS) - 1 - chance.below(12);
    simulator.addEvent({
      at: new Date(minute * MINUTE_MS),
      capability: 'embeddings',
      dimensions: { project_id: key.projectId, api_key_id: key.id, user_id: null, model: 'text-embedding-3-large' },
      measures: { input_tokens: 100 + chance.below(900), num_model_requests: 1 },
    });
  }

  #memberComesOrGoes() {
    const { organization } = this.simulator;
    const present = organization.members.filter(({ removed }) => !removed);
    const [first, ...others] = present;
    if (first === undefined) return;
    const what = others.length < 5 ? 'comes' : this.chance.of(['comes', 'comes', 'goes', 'changes']);
    if (what === 'comes') {
      const name = `Newcomer ${++this.#made}`;
      organization.addMember({ name, email: `newcomer-${this.#made}@example.com` }, this.#who());
    } else if (what === 'goes') {
      organization.removeMember(this.chance.of(others).id, this.#who());
    } else {
      organization.setMemberRole(
        this.chance.of(others).id,
        this.chance.of(['owner', 'reader', 'auditor']),
        this.#who(),
      );
    }
  }

  #keyComesOrGoes() {
    const { simulator, chance } = this;
    const { organization } = simulator;
    const alive = organization.keys.filter(({ deleted }) => !deleted);
    if (alive.length < 20 || chance.is(0.5)) {
      const open = organization.projects.filter(({ archivedAt, removed }) => archivedAt === null && !removed);
      const key = organization.addKey(chance.of(open).id, `made in a soak ${++this.#made}`, this.#who());
      simulator.addTraffic({ keyId: key.id, usdPerDay: 1 + chance.below(40) });
    } else {
      organization.deleteKey(chance.of(alive).id, this.#who());
    }
  }

  #limitChanges() {
    const { organization } = this.simulator;
    const open = organization.projects.filter(({ archivedAt, removed }) => archivedAt === null && !removed);
    const limits = { max_requests_per_1_minute: 100 + this.chance.below(900) };
    organization.setRateLimit(this.chance.of(open).id, 'gpt-6-astra-2026-08-01', limits, this.#who());
  }

  /** Some changes leave no trace in the audit log: then only the next round of the list tells. */
  #who() {
    return this.chance.is(0.3) ? { by: null } : {};
  }
}

/** A plain decimal as a whole number of its 34th decimals. @param {string} decimal */
export function scaled(decimal) {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  const value = BigInt(whole) * 10n ** SCALE + BigInt(fraction.padEnd(Number(SCALE), '0'));
  return decimal.startsWith('-') ? -value : value;
}
