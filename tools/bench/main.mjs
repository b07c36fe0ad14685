// `npm run bench`: how fast Bursar is on a large organization, measured against what the machine can do in the same run.
// Builds the organization once and keeps it. Prints one table; --json FILE writes it too.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { onSupportedNode } from '../supported-node.mjs';

await onSupportedNode();
const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    growth: { type: 'boolean', default: false },
    only: { type: 'string' },
    again: { type: 'boolean', default: false },
    json: { type: 'string' },
    folder: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const { buildApi } = await import('../build.mjs');
await buildApi();
const { growthTableOf, machine, tableOf } = await import('./figures.mjs');
const { BENCH_FOLDER, openStand } = await import('./stand.mjs');
const { stopAll } = await import('./processes.mjs');
const { STAGES } = await import('./stages.mjs');

const scale = Number(values.scale);
if (!(scale > 0 && scale <= 10))
  throw new RangeError(`--scale is "${values.scale}": a number such as 1 or 0.1 is needed.`);
const names = values.only?.split(',') ?? Object.keys(STAGES);
const strange = names.filter((name) => !(name in STAGES));
if (strange.length > 0) {
  throw new RangeError(`There is no stage ${strange.join(', ')}; there are ${Object.keys(STAGES).join(', ')}.`);
}
const interrupted = new AbortController();
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, interrupt);

const scales = values.growth ? [scale / 10, (scale * 3) / 10, scale] : [scale];
/** @type {import('./figures.mjs').ScaledFigure[]} */
const figures = [];
for (const one of scales) {
  const measured = await measure(one).catch(giveUp);
  console.log(`\n${machine()}, scale ${one}\n\n${tableOf(measured)}\n`);
  figures.push(...measured.map((figure) => ({ ...figure, scale: one })));
}
if (values.growth) console.log(`${growthTableOf(figures, scales)}\n`);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);

/** A server that ends in order gives back what it had begun to read; Postgres goes with this process. */
async function interrupt() {
  interrupted.abort();
  await stopAll();
  process.exit(130);
}

/** What fails for a server that was stopped is no news. @param {unknown} error @returns {Promise<never>} */
async function giveUp(error) {
  if (!interrupted.signal.aborted) throw error;
  await stopAll();
  process.exit(130);
}

/** @param {number} scale */
async function measure(scale) {
  const isQuick = values.quick;
  const bench = values.folder ?? BENCH_FOLDER;
  const databaseUrl = process.env['DATABASE_URL'] || null;
  const tell = (/** @type {string} */ line) => console.log(line);
  /** @type {Promise<import('./stand.mjs').Stand>[]} */
  const opened = [];
  const stand = () => (opened[0] ??= openStand({ scale, isQuick, bench, databaseUrl, tell }));
  try {
    const measured = [];
    for (const name of names) {
      tell(`Measuring ${name} …`);
      const stage = await STAGES[name]?.();
      measured.push(
        ...((await stage?.({ scale, isQuick, isAgain: values.again, bench, databaseUrl, stand, tell })) ?? []),
      );
    }
    return measured;
  } finally {
    await (await opened[0])?.stop();
  }
}
