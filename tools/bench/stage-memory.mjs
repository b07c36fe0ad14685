// What the server needs while nobody asks for anything and nothing is read.
import { figureOf } from './figures.mjs';
import { forgetPeak, residentMegabytes } from './processes.mjs';
import { getJson } from './server.mjs';

/** Long enough for everything that begins with the server, and for a look around of its schedule. */
const IDLE_MS = 15_000;
const SETTLE_MS = 5_000;

/** @type {import('./stages.mjs').Stage} */
export async function measureMemory({ stand, isQuick }) {
  const server = await (await stand()).startServer();
  try {
    await getJson(`${server.address}/api/health/ready`);
    const pass = (/** @type {number} */ ms) => new Promise((settle) => setTimeout(settle, isQuick ? 0 : ms));
    await pass(SETTLE_MS);
    const { peak: start } = residentMegabytes(server.pid);
    // To start, and to hash the password of whoever signed in, takes memory that is given back.
    forgetPeak(server.pid);
    await pass(IDLE_MS);
    const { peak } = residentMegabytes(server.pid);
    return [
      figureOf('memory of the server, idle: peak', peak, 'MB', { goal: '≤ 180' }),
      figureOf('memory of the server, until it has started and somebody has signed in: peak', start, 'MB'),
    ];
  } finally {
    await server.stop();
  }
}
