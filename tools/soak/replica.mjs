// One replica of a soak: the engine of the built server on simulated time. Reads through all that is due whenever it is
// told to, says so when it is through, and is killed in between. Arguments: database, base address, months of history.
import { clearImmediate, setImmediate } from 'node:timers';
import { Test } from '@nestjs/testing';
import { CAPABILITIES } from '@bursar/contract';
import { createPace } from '@bursar/openai-admin';

/** A silent server is given up after so long: a soak has no 45 seconds for each. */
const TIMEOUT_MS = 1_000;

/** @param {string} path @returns {Promise<any>} a module of the built server, which tools have no types of */
const built = (path) => import(new URL(`../../apps/api/dist/${path}`, import.meta.url).href);
const { openDatabase } = await built('database/data-source.js');
const { DatabaseModule } = await built('database/database.module.js');
const { readEnvironment } = await built('env.js');
const { PATIENCE } = await built('organizations/conversation.js');
const { SyncEngineModule } = await built('sync/sync.module.js');
const { SyncService } = await built('sync/sync.service.js');
const { CAPABILITY_TABLE, CLOCK, ENVIRONMENT, OPENAI_CONNECTION } = await built('tokens.js');

const [databaseUrl = '', baseUrl = '', months = '1'] = process.argv.slice(2);
const environment = { ...readEnvironment({ PORT: '0' }, '/nowhere'), backfillMonths: Number(months), databaseUrl };
const connection = { adminKeys: [process.env['OPENAI_ADMIN_KEY']], writeKeys: [], baseUrl, demo: false };
const surroundings = [
  { provide: ENVIRONMENT, useValue: environment },
  { provide: OPENAI_CONNECTION, useValue: connection },
  // Far from the simulated time: which day it is says OpenAI.
  { provide: CLOCK, useValue: { now: () => new Date() } },
  { provide: CAPABILITY_TABLE, useValue: CAPABILITIES },
];

class Surroundings {}
const pace = paceWithoutWaits();
const silent = { log() {}, warn() {}, error() {} };
const replica = await Test.createTestingModule({
  imports: [
    DatabaseModule.over(await openDatabase(databaseUrl, { poolSize: 8 })),
    {
      module: Surroundings,
      global: true,
      providers: surroundings,
      exports: surroundings.map(({ provide }) => provide),
    },
    SyncEngineModule,
  ],
})
  .overrideProvider(PATIENCE)
  .useValue({ paceOf: () => pace, timeoutMs: TIMEOUT_MS })
  .setLogger(silent)
  .compile();
const sync = replica.get(SyncService);

process.on('message', (round) => {
  sync.runUntilIdle().then(
    () => process.send?.({ round }),
    (/** @type {unknown} */ error) => process.send?.({ round, error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });

/** Waits take no time: its clock jumps to when the next request may go. That replicas share a pace is shown elsewhere. */
function paceWithoutWaits() {
  let now = 0;
  return createPace({
    now: () => now,
    random: () => 0,
    setTimer(callback, delayMs) {
      const timer = setImmediate(() => {
        now += delayMs;
        callback();
      });
      return () => clearImmediate(timer);
    },
  });
}
