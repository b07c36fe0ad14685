import { CAPABILITIES } from '@bursar/contract';
import {
  hasOpenapiFile,
  OPENAPI_FILE,
  readOpenapiFile,
  startPrismProxy,
  withDifferences,
  type PrismProxy,
} from '@bursar/openai-admin-simulator/prism';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStand, TINY, type Engine, type SyncStand } from './testing/sync-stand.js';

/** A whole sync, asked through `prism proxy --errors`: a request that OpenAI's own description does not allow fails. */
const START_MS = 60_000;

const suite = hasOpenapiFile ? describe : describe.skip;
if (!hasOpenapiFile) it.skip(`is not judged by OpenAI’s description: ${OPENAPI_FILE} is absent`, () => undefined);

suite('what a whole sync asks fits OpenAI’s own description', () => {
  let stand: SyncStand;
  let prism: PrismProxy;
  let engine: Engine;

  beforeAll(async () => {
    stand = await startStand({ simulator: TINY });
    const usagePaths = Object.values(CAPABILITIES).map(({ path }) => path);
    const document = withDifferences(readOpenapiFile(), usagePaths);
    prism = await startPrismProxy({ upstream: stand.simulator.url, document });
    engine = await stand.start({ baseUrl: prism.url });
  }, START_MS);
  afterAll(async () => {
    await stand.close();
    await prism.stop();
  });

  it('without a single objection', async () => {
    await stand.collect(engine);
    expect(prism.violations).toEqual([]);
    expect(prism.asked.length).toBeGreaterThan(10);
    expect(engine.log).toEqual([]);
  });
});
