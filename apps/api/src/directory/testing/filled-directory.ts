/** Two organizations whose projects and keys are hard to list, behind the real HTTP calls. */
import { afterAll, beforeAll } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { apiKeysAnswer } from '@bursar/contract';
import request from 'supertest';
import { startTestApplication, type TestApplication } from '../../testing/test-application.js';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { DirectoryStore } from '../directory.store.js';
import {
  connectOrganization,
  type ListingOrganization,
  memberOwner,
  rawKey,
  rawProject,
  serviceAccountOwner,
} from './listing-organization.js';

const NOW = new Date('2026-11-01T00:00:00Z');
export const HOSTILE_NAME = '<img src=x onerror=alert(1)> =HYPERLINK("http://x") \u202eevil';

/** Names that repeat, differ in case only, hold what LIKE takes for a wildcard, or are absent; uses and ages that repeat. */
const KEYS = Array.from({ length: 30 }, (_, index) =>
  rawKey(`key_${index}`, {
    name: ['same', 'SAME', `100%_${index}`, null, `Ünïcode ${index}`][index % 5],
    last_used_at: [null, 0, 1_764_633_600, 1_764_633_600 + index][index % 4],
    created_at: 1_764_547_200 + (index % 3),
    owner: index % 2 === 0 ? memberOwner('user-1', 'Ada') : serviceAccountOwner('svc-1'),
  }),
);

export interface FilledDirectory {
  readonly app: NestExpressApplication;
  /** `org-first`: proj_a with 30 keys, the archived proj_b, the odd proj_odd; proj_gone and key_3 are gone. */
  readonly first: ListingOrganization;
  /** `org-second`: proj_c, named Gamma, with key_c. */
  readonly second: ListingOrganization;
  /** Of both, the one that is gone included. */
  readonly keyCount: number;
  /** Path below `/api/v1/`. */
  get(path: string): request.Test;
  /** Ids of the keys that a query of api-keys answers, in order. */
  keyIds(query: string): Promise<string[]>;
}

/** Sets the suite up; what it answers is to be used inside tests. */
export function useFilledDirectory(): FilledDirectory {
  let database: TestDatabase;
  let server: TestApplication;
  let first: ListingOrganization;
  let second: ListingOrganization;

  beforeAll(async () => {
    database = await createTestDatabase();
    server = await startTestApplication({ database, clock: { now: () => NOW } });
    first = await connectOrganization(database.dataSource, 'org-first', () => NOW);
    second = await connectOrganization(database.dataSource, 'org-second', () => NOW);
    await fill(server.application.nest.get(DirectoryStore), first, second);
  });
  afterAll(async () => {
    await server.close();
    await database.drop();
  });

  const get = (path: string) => request(server.url).get(`/api/v1/${path}`).set('cookie', server.headers.cookie);
  return {
    get app() {
      return server.application.nest;
    },
    get first() {
      return first;
    },
    get second() {
      return second;
    },
    keyCount: KEYS.length + 1,
    get,
    async keyIds(query) {
      const response = await get(`api-keys?${query}`).expect(200);
      return apiKeysAnswer.parse(response.body).data.map(({ id }) => id);
    },
  };
}

async function fill(store: DirectoryStore, first: ListingOrganization, second: ListingOrganization): Promise<void> {
  await store.replaceList(
    first.projects([
      rawProject('proj_a', { name: 'Alpha', residency: 'EU_STORAGE' }),
      rawProject('proj_b', { name: 'beta', status: 'archived', archived_at: 1_764_633_600 }),
      rawProject('proj_gone', { name: 'Old' }),
      rawProject('proj_odd', { name: HOSTILE_NAME, status: { not: 'a word' }, created_at: 'long ago', archived_at: 0 }),
    ]),
  );
  await store.replaceList(second.projects([rawProject('proj_c', { name: 'Gamma' })]));
  await store.replaceList(first.keys('proj_a', KEYS));
  await store.replaceList(second.keys('proj_c', [rawKey('key_c', { name: null, last_used_at: 0 })]));
  await store.markGone(first.about('project', 'proj_gone'));
  await store.markGone(first.about('api_key', 'key_3', 'proj_a'));
}
