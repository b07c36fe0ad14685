import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { redact } from './redaction.js';
import { BrokenRotationError, keepSecret, replaceKeptSecret } from './secret.js';
import { WrongSecretError } from './sealing/secret-proof.js';

it('makes a secret once, readable by its owner only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bursar-secret-'));
  const directory = join(folder, 'data');
  const secret = keepSecret(directory);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(keepSecret(directory)).toBe(secret);
  expect(statSync(join(directory, 'secret')).mode & 0o777).toBe(0o600);
  rmSync(folder, { recursive: true });
});

it('replaces it once everything is sealed anew, and loses neither on the way', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'bursar-secret-'));
  const next = 'b'.repeat(64);
  const before = keepSecret(directory);
  const refused = replaceKeptSecret(directory, next, () => Promise.reject(new WrongSecretError('not that one')));
  await expect(refused).rejects.toThrow(WrongSecretError);
  expect([keepSecret(directory), existsSync(join(directory, 'secret.new'))]).toEqual([before, false]);

  const broken = replaceKeptSecret(directory, next, () => Promise.reject(new Error('the connection broke')));
  await expect(broken).rejects.toThrow('the connection broke');
  const again = replaceKeptSecret(directory, next, () => Promise.resolve(3));
  await expect(again).rejects.toThrow(BrokenRotationError);
  rmSync(join(directory, 'secret.new'));

  expect(await replaceKeptSecret(directory, next, () => Promise.resolve(3))).toBe(3);
  expect([keepSecret(directory), existsSync(join(directory, 'secret.new'))]).toEqual([next, false]);
  expect(statSync(join(directory, 'secret')).mode & 0o777).toBe(0o600);
  rmSync(directory, { recursive: true });
});

it('takes keys and passwords out of what is logged', () => {
  expect(redact('401 for sk-admin-abc_DEF-123 at postgres://bursar:hunter2@db:5432/x')).toBe(
    '401 for sk-… at postgres://bursar:…@db:5432/x',
  );
  expect(redact('the risk-averse use postgres://bursar@/bursar?host=/tmp')).toBe(
    'the risk-averse use postgres://bursar@/bursar?host=/tmp',
  );
});
