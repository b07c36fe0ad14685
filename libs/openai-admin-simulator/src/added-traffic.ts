/** Traffic that begins while the simulator runs. */
import { LINEAGES, type Lineage, type Model } from './prices.js';
import { DAY_SECONDS } from './days.js';
import { FOR_EVER } from './stream-maker.js';
import { userIdOf } from './streams.js';
import type { World } from './world.js';

export interface AddedTraffic {
  keyId: string;
  /** Of an ordinary day; usage, costs and `last_used_at` follow. */
  usdPerDay: number;
  /** Default the newest that chats. */
  model?: string;
  /** Default the clock's now; cut to its minute. */
  since?: Date;
  /** Whether somebody burns it who should not have the key, and does not go on with a new one. Default false. */
  isStranger?: boolean;
}

function modelOf(name: string | undefined): Model {
  const lineages: readonly Lineage[] = Object.values(LINEAGES);
  const models = lineages.flat();
  const model = name === undefined ? LINEAGES.chat.at(-1) : models.find((candidate) => candidate.name === name);
  if (model) return model;
  throw new RangeError(`There is no model "${name}"; there are ${models.map((each) => each.name).join(', ')}.`);
}

/** Lets a key burn money from an instant on, until it is deleted. @throws RangeError for a key, model or amount that is none. */
export function addTraffic(
  world: World,
  { keyId, usdPerDay, model: name, since, isStranger = false }: AddedTraffic,
): void {
  const key = world.organization.keys.find(({ id, deleted }) => id === keyId && !deleted);
  if (!key) throw new RangeError(`There is no key ${keyId} in the simulated organization.`);
  if (!(usdPerDay > 0)) throw new RangeError(`usdPerDay is ${usdPerDay}; it has to be more than 0.`);
  const at = since ? Math.floor(since.getTime() / 1000) : world.nowSeconds();
  if (!Number.isSafeInteger(at)) throw new RangeError('The traffic was given an invalid date; give a valid one.');
  const startsAt = Math.floor(at / 60) * 60;
  const { streams } = world.maker;
  const first = streams.length;
  const ending = key.expiresAt === null ? {} : { expiresAt: key.expiresAt };
  const span = { fromDay: Math.floor(startsAt / DAY_SECONDS), untilDay: FOR_EVER, startsAt, ...ending };
  const caller = {
    projectId: key.projectId,
    keyId,
    userId: userIdOf(key, world.accountsUnnamed),
    hours: 'always' as const,
    isStranger,
  };
  world.maker.model({ ...caller, ...span }, modelOf(name), usdPerDay);
  world.ledger.addStreams(streams.slice(first));
}
