// Plays a stretch of time at OpenAI with two replicas that collect it, while requests fail and replicas are killed, and
// compares what is stored at its end with what was true.
import pg from 'pg';
import { startSimulator } from '@bursar/openai-admin-simulator';
import { chanceOf } from './chance.mjs';
import { someFault } from './faults.mjs';
import { Life } from './life.mjs';
import { Replica } from './replicas.mjs';
import { gapsOf, ledgerOffTruth, numbersOffTruth, objectsOffTruth, rollupsOffPoints } from './truth.mjs';

const MINUTE_MS = 60_000;
/** How long a killed replica's feeds wait for the next one, and a little more. */
const LEASE_MS = 31_000;
const STEP_MINUTES = 10;

/**
 * @typedef {object} Story
 * @property {string} databaseUrl a migrated database whose `now()` is read from `setNow`
 * @property {(at: Date) => Promise<void>} setNow
 * @property {Date} start
 * @property {number} hours with troubles
 * @property {number} quietHours without, at the end: so long the last corrections may take to be read again
 * @property {number} kills
 * @property {number} daysBack how old restated days may be
 * @property {number} settledDays from how many days ago on a day counts as settled
 * @property {number} [projects]
 * @property {number} [keys]
 * @property {number} [faultShare] of requests
 * @property {number} [seed]
 * @property {(line: string) => void} [tell]
 */

/** @typedef {{ requests: number, faults: number, kills: number, restated: number, compared: number, differences: string[] }} Outcome */

/** @param {Story} story @returns {Promise<Outcome>} */
export async function playStory(story) {
  const { start, projects = 12, keys = 60, seed = 1 } = story;
  const simulator = await startSimulator({ projects, keys, months: 2, now: start, seed });
  const database = new pg.Client({ connectionString: story.databaseUrl });
  await database.connect();
  const stage = new Stage(story, simulator);
  try {
    return await stage.play(database);
  } finally {
    await stage.end();
    await database.end();
    await simulator.stop();
  }
}

class Stage {
  #faults = 0;
  #kills = 0;

  /** @param {Story} story @param {import('@bursar/openai-admin-simulator').Simulator} simulator */
  constructor(story, simulator) {
    const { databaseUrl, start, daysBack, settledDays, seed = 1 } = story;
    this.story = story;
    this.simulator = simulator;
    this.chance = chanceOf(seed);
    const surroundings = { databaseUrl, baseUrl: simulator.url, adminKey: simulator.adminKey, months: 1 };
    this.replicas = [new Replica(surroundings), new Replica(surroundings)];
    const oldestDay = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() - 1, 1);
    this.life = new Life({ simulator, chance: this.chance, oldestDay, daysBack, settledDays });
    this.now = start.getTime();
  }

  /** @param {pg.Client} database @returns {Promise<Outcome>} */
  async play(database) {
    const { story, simulator, life } = this;
    const steps = (story.hours * 60) / STEP_MINUTES;
    const quiet = (story.quietHours * 60) / STEP_MINUTES;
    await this.#goTo(this.now);
    for (const replica of this.replicas) await replica.start();
    await this.#work([]);
    story.tell?.(`The first sync took ${simulator.requests.count()} requests.`);
    for (let step = 1; step <= steps + quiet; step++) {
      await this.#goTo(this.now + STEP_MINUTES * MINUTE_MS);
      if (step <= steps) {
        life.pass(STEP_MINUTES);
        this.#addFaults();
      } else if (step === steps + 1) {
        simulator.faults.clear();
      }
      await this.#work(this.#victims(step, steps));
      if (step % 36 === 0) story.tell?.(this.#progress(step, steps + quiet));
    }
    // Twice, for an object is gone when two lists came without it.
    for (let round = 0; round < 2; round++) {
      await database.query(`UPDATE feeds SET next_run_at = now()`);
      await database.query(`UPDATE directory_lists SET read_at = read_at - interval '2 days'`);
      await this.#work([]);
    }
    return this.#compare(database);
  }

  async end() {
    this.simulator.faults.clear();
    for (const replica of this.replicas) await replica.kill();
  }

  /** @param {pg.Client} database @returns {Promise<Outcome>} */
  async #compare(database) {
    const { simulator, life } = this;
    const requests = simulator.requests.count();
    const numbers = await numbersOffTruth(database, simulator);
    const differences = [
      ...numbers.differences,
      ...(await rollupsOffPoints(database)),
      ...(await gapsOf(database, new Date(this.now))),
      ...(await objectsOffTruth(database, simulator)),
      ...(await ledgerOffTruth(database, life.restated)),
    ];
    const { compared } = numbers;
    return {
      requests,
      faults: this.#faults,
      kills: this.#kills,
      restated: life.restated.length,
      compared,
      differences,
    };
  }

  /** @param {number} at */
  async #goTo(at) {
    this.now = at;
    this.simulator.clock.set(new Date(at));
    await this.story.setNow(new Date(at));
  }

  /** As many as keep their share among the requests so far. */
  #addFaults() {
    const { faultShare = 0.02 } = this.story;
    const { faults, requests } = this.simulator;
    while (this.#faults < requests.count() * faultShare) {
      faults.add(someFault(this.chance));
      this.#faults++;
    }
  }

  /** Kills are spread evenly: one replica, the other, both. @param {number} step @param {number} steps */
  #victims(step, steps) {
    const { kills } = this.story;
    if (step > steps || Math.floor((step * kills) / steps) === Math.floor(((step - 1) * kills) / steps)) return [];
    this.#kills++;
    const [first, second] = this.replicas;
    if (first === undefined || second === undefined) return [];
    return [[first], [second], [first, second]][this.#kills % 3] ?? [];
  }

  /** Lets the replicas work until nothing is due; some are killed in the middle, started anew, and go on. @param {Replica[]} victims @returns {Promise<void>} */
  async #work(victims) {
    const working = Promise.all(this.replicas.map((replica) => replica.work()));
    if (victims.length === 0) return void (await working);
    await this.#untilAsked(1 + this.chance.below(12));
    await Promise.all(victims.map((replica) => replica.kill()));
    await working;
    for (const replica of victims) await replica.start();
    await this.#goTo(this.now + LEASE_MS);
    return this.#work([]);
  }

  /** Until OpenAI has been asked that many more times, or nothing more is asked. @param {number} times */
  async #untilAsked(times) {
    const { requests } = this.simulator;
    const wanted = requests.count() + times;
    for (let turns = 0; requests.count() < wanted && turns < 400; turns++) {
      await new Promise((settle) => setTimeout(settle, 5));
    }
  }

  /** @param {number} step @param {number} steps */
  #progress(step, steps) {
    const at = new Date(this.now).toISOString().slice(0, 16);
    return `${at}, ${Math.round((100 * step) / steps)} %: ${this.simulator.requests.count()} requests, ${this.#faults} faults, ${this.#kills} kills.`;
  }
}
