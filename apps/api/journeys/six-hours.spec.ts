/** Six hours of the soak: two replicas, failing requests, two kills. `npm run soak` plays a week of it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

/** A third of the numbers of the organization that the week is played with: what happens to them is the same. */
const SMALL = ['--projects', '6', '--keys', '18'];
const ROOT = join(import.meta.dirname, '../../..');

it('end with every number, object and restatement as OpenAI has it', async () => {
  const child = spawn(
    process.execPath,
    // What is compared is there for a moment only: with little room for the young, half of the time goes to moving it.
    [
      '--max-semi-space-size=64',
      join(ROOT, 'tools/soak/main.mjs'),
      ...SMALL,
      '--hours',
      '4',
      '--quiet',
      '2',
      '--kills',
      '2',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const status = await new Promise((settle) => child.once('close', settle));
  expect(output).toContain('What is stored is what was true.');
  expect(status).toBe(0);
  expect(output).toMatch(/"kills":2,/);
}, 540_000);
