import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { readEnvironment } from './env.js';
import { startStorage } from './storage.js';

it('shows no demo to others than this machine unless asked to, for everybody may come into it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'bursar-storage-'));
  const environment = readEnvironment({ BURSAR_URL: 'https://bursar.example', BURSAR_DATA_DIR: directory }, '/');
  const storage = await startStorage(environment, (reason) => {
    throw new Error(reason);
  });
  try {
    expect(storage.openai).toMatchObject({ adminKeys: [], demo: false });
  } finally {
    await storage.stop();
    rmSync(directory, { recursive: true });
  }
});
