// What the server needs while nobody asks for anything and nothing is read.
import { figureOf } from './figures.mjs';
import { residentMegabytes } from './processes.mjs';
import { getJson } from './server.mjs';

/** Long enough for everything that begins with the server, and for a look around of its schedule. */
const IDLE_MS = 15_000;

/** @type {import('./stages.mjs').Stage} */
export async function measureMemory({ stand, isQuick }) {
  const server = await (await stand()).startServer();
  try {
    await getJson(`${server.address}/api/health/ready`);
    await new Promise((settle) => setTimeout(settle, isQuick ? 0 : IDLE_MS));
    const { peak } = residentMegabytes(server.pid);
    return [figureOf('memory of the server, idle: peak', peak, 'MB', { goal: '≤ 180' })];
  } finally {
    await server.stop();
  }
}
