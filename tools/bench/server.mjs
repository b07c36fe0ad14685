// The built server as `npm start` runs it, and the server that replays OpenAI for it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../supported-node.mjs';
import { node } from './processes.mjs';
import { fetchSignedIn, OWNER_VARIABLES, signIn } from './signed-in.mjs';

/** @typedef {{ address: string, pid: number, startMs: number, stop(): Promise<void> }} Server */

/**
 * @param {Record<string, string>} env the whole environment besides PATH, HOME and the port
 * @returns {Promise<Server>} `startMs`: until it answers
 */
export async function startServer(env) {
  const startedAt = performance.now();
  const server = node([...memoryFlags(), join(root, 'apps/api/dist/main.js')], {
    PORT: '0',
    ...OWNER_VARIABLES,
    ...env,
  });
  const [address] = await server.line(/http:\/\/127\.0\.0\.1:\d+/);
  const startMs = performance.now() - startedAt;
  await signIn(address);
  return { address, pid: server.pid, startMs, stop: server.stop };
}

/** How `npm start` bounds the memory of Node, so that what is measured is what runs. */
function memoryFlags() {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return scripts.start.match(/--(max|no|heap)-\S+/g) ?? [];
}

/**
 * @param {{ folder: string, adminKey: string }} recording
 * @param {number} latencyMs
 * @returns {Promise<{ env: Record<string, string>, baseUrl: string, stop(): Promise<void> }>} `env` connects a server
 */
export async function startReplay({ folder, adminKey }, latencyMs) {
  const replay = node([join(root, 'tools/bench/replay-server.mjs'), folder, `${latencyMs}`]);
  const [, port] = await replay.line(/^(\d+)$/m);
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  return { env: { OPENAI_ADMIN_KEY: adminKey, OPENAI_BASE_URL: baseUrl }, baseUrl, stop: replay.stop };
}

/** @param {string} url @returns {Promise<any>} JSON of the contract, which tools do not check again */
export async function getJson(url) {
  const response = await fetchSignedIn(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
  return response.json();
}
