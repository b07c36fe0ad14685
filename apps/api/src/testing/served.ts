/** Modules of a spec behind the same doors as the whole server, for specs that need no sign-in of their own. */
import type { TestingModule } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { permissionsOf } from '@bursar/contract';
import { configureHttp } from '../application.js';
import { type Caller, setCaller } from '../http/caller.js';
import { FULL_SCOPE } from '../http/scope.js';
import type { WebRequest } from '../http/web-request.js';

export const OWNER: Caller = {
  personId: 0,
  sessionId: null,
  tokenId: null,
  role: 'owner',
  permissions: permissionsOf('owner', false),
  scope: FULL_SCOPE,
};

/** An owner who is limited to a project that there is not. */
export const ELSEWHERE: Caller = { ...OWNER, scope: { organizationIds: 'all', projectIds: ['proj_elsewhere'] } };

export interface Served {
  url: string;
  close(): Promise<void>;
}

/** Listens on a free port. @param callerOf whom whoever asks is taken for; default an owner */
export async function serve(
  module: TestingModule,
  callerOf: (request: WebRequest) => Caller = () => OWNER,
): Promise<Served> {
  const nest = module.createNestApplication<NestExpressApplication>({ bodyParser: false });
  nest.use((request: WebRequest, _: unknown, next: () => void) => {
    setCaller(request, callerOf(request));
    next();
  });
  configureHttp(nest, '/nowhere');
  await nest.listen(0, '127.0.0.1');
  return { url: await nest.getUrl(), close: () => nest.close() };
}
