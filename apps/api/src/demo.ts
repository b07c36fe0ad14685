/** The demo: an invented organization, so that Bursar can be looked at without a key. The only part of the product that plays OpenAI. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSimulator } from '@bursar/openai-admin-simulator';
import { readOptionalFile } from './database/processes.js';
import type { OpenaiConnection } from './tokens.js';

/** Long enough to be watched. */
const CALLERS_MOVE_WITHIN_MINUTES = 6;

export interface Demo {
  connection: OpenaiConnection;
  stop(): Promise<void>;
}

/**
 * Starts an invented OpenAI on this machine.
 *
 * Its past is told from the day of the first start, which is kept beside the demo's database: otherwise each start
 * would tell another past, and what was collected would look restated.
 */
export async function startDemo(dataDirectory: string): Promise<Demo> {
  const simulator = await startSimulator({
    anchor: keepAnchor(dataDirectory),
    corrections: true,
    callersMoveWithinMinutes: CALLERS_MOVE_WITHIN_MINUTES,
  });
  return {
    connection: {
      adminKeys: [simulator.adminKey],
      writeKeys: [],
      baseUrl: simulator.url,
      demo: true,
      organizationName: simulator.organization.name,
    },
    stop: () => simulator.stop(),
  };
}

function keepAnchor(dataDirectory: string): Date {
  const file = join(dataDirectory, 'demo-anchor');
  const kept = new Date(readOptionalFile(file)?.trim() ?? '');
  if (!Number.isNaN(kept.getTime())) return kept;
  const today = new Date(new Date().setUTCHours(0, 0, 0, 0));
  mkdirSync(dataDirectory, { recursive: true });
  writeFileSync(file, `${today.toISOString()}\n`);
  return today;
}
