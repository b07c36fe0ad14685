import { expect, it } from '@jest/globals';
import { readCommandLine, USAGE } from './main.js';

it('turns flags into options', () => {
  const { options, stories, mistakes, help } = readCommandLine(
    '--port 4010 --projects 500 --keys=5000 --seed 7 --now 2026-11-21T14:00:00Z --models-per-key 2.5 --hostile --members 40 --play leaked-key,limit-jump'.split(
      ' ',
    ),
  );
  expect([mistakes, help, stories]).toEqual([[], false, ['leaked-key', 'limit-jump']]);
  expect(options).toEqual({
    port: 4010,
    projects: 500,
    keys: 5000,
    members: 40,
    seed: 7,
    now: new Date('2026-11-21T14:00:00Z'),
    modelsPerKey: 2.5,
    hostile: true,
    corrections: false,
  });
});

it('names every mistake in a sentence of its own', () => {
  const { mistakes } = readCommandLine(
    '--prot 4010 --projects 2 --keys many --now 2026-13-01 --hostile=no x --play flood --seed --port'.split(' '),
  );
  expect(mistakes).toEqual([
    'There is no --prot; --help lists what there is.',
    '--hostile takes no value.',
    '"x" belongs to no option; write --name value.',
    '--seed needs a value.',
    '--projects is "2"; it has to be a whole number from 3 to 100000.',
    '--keys is "many"; it has to be a whole number from 0 to 1000000.',
    '--now is "2026-13-01"; write 2026-11-21 or 2026-11-21T14:00:00Z.',
    'There is no story "flood"; there are leaked-key, runaway-job, restated-month, limit-jump, vanished-member.',
  ]);
});

it('explains every flag', () => {
  expect(readCommandLine(['--help'])).toMatchObject({ help: true, mistakes: [] });
  for (const flag of ['port', 'projects', 'keys', 'seed', 'now', 'anchor', 'months', 'latency-ms', 'hostile']) {
    expect(USAGE).toContain(`--${flag} `);
  }
});
