/** Modules of a spec behind the same doors as the whole server, for specs that need no sign-in of their own. */
import type { TestingModule } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { permissionsOf } from '@bursar/contract';
import { configureHttp } from '../application.js';
import { setCaller } from '../http/caller.js';
import { FULL_SCOPE } from '../http/scope.js';
import type { WebRequest } from '../http/web-request.js';

const OWNER = {
  personId: 0,
  sessionId: null,
  tokenId: null,
  role: 'owner',
  permissions: permissionsOf('owner', false),
  scope: FULL_SCOPE,
} as const;

export interface Served {
  url: string;
  close(): Promise<void>;
}

/** Listens on a free port; whoever asks is taken for an owner. */
export async function serve(module: TestingModule): Promise<Served> {
  const nest = module.createNestApplication<NestExpressApplication>({ bodyParser: false });
  nest.use((request: WebRequest, _: unknown, next: () => void) => {
    setCaller(request, OWNER);
    next();
  });
  configureHttp(nest, '/nowhere');
  await nest.listen(0, '127.0.0.1');
  return { url: await nest.getUrl(), close: () => nest.close() };
}
