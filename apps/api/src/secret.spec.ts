import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { redact } from './redaction.js';
import { keepSecret } from './secret.js';

it('makes a secret once, readable by its owner only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bursar-secret-'));
  const directory = join(folder, 'data');
  const secret = keepSecret(directory);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(keepSecret(directory)).toBe(secret);
  expect(statSync(join(directory, 'secret')).mode & 0o777).toBe(0o600);
  rmSync(folder, { recursive: true });
});

it('takes keys and passwords out of what is logged', () => {
  expect(redact('401 for sk-admin-abc_DEF-123 at postgres://bursar:hunter2@db:5432/x')).toBe(
    '401 for sk-… at postgres://bursar:…@db:5432/x',
  );
  expect(redact('the risk-averse use postgres://bursar@/bursar?host=/tmp')).toBe(
    'the risk-averse use postgres://bursar@/bursar?host=/tmp',
  );
});
