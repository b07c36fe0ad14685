import { type AdminClient, OpenAIAdminError } from '@bursar/openai-admin';
import { Inject, Injectable } from '@nestjs/common';
import { invalidRequest, ProblemError } from '../http/problem.js';
import type { Scope } from '../http/scope.js';
import { ConnectedOrganizations } from '../organizations/connected-organizations.service.js';
import type { Listener } from '../organizations/conversation.js';
import { type OrganizationRow, OrganizationsStore } from '../organizations/organizations.store.js';
import { problemOf } from './openai-problems.js';

/** The organization that something is done in, and the way to do it. */
export interface Reached {
  /** Bursar's number of it. */
  id: number;
  /** Changes by the key for writing, or where none is set by the one that reads; what is read is read by that. */
  client: AdminClient;
  /** OpenAI's time. */
  now: () => Date;
}

/** Which organization a change is meant for, and with which key it is made. */
@Injectable()
export class WriteAccess {
  constructor(
    @Inject(OrganizationsStore) private readonly organizations: OrganizationsStore,
    @Inject(ConnectedOrganizations) private readonly connected: ConnectedOrganizations,
  ) {}

  /**
   * The one that is named, or the only one that is connected.
   *
   * @throws ProblemError 400 where several are connected and none is named, or one that is not here; 409 where it is not
   *   connected
   */
  async to(name: string | undefined, scope: Scope): Promise<Reached> {
    const stored = (await this.organizations.list(scope)).filter(({ state }) => state !== 'removing');
    const { id, openaiId } = name === undefined ? onlyOne(stored) : named(stored, name);
    return this.reach(id, openaiId);
  }

  /** The one of Bursar's number. @throws ProblemError 409 where it is not connected */
  async of(id: number): Promise<Reached> {
    return this.reach(id, this.connected.of(id)?.name ?? `The organization ${id}`);
  }

  private async reach(id: number, openaiId: string | null): Promise<Reached> {
    const writing = await this.writingOf(id);
    const organization = this.connected.of(id);
    if (writing === null || organization === null) throw disconnected(openaiId);
    const { client: reading } = organization.converse(SILENT);
    // A key for writing need not be able to read.
    const client: AdminClient = { send: (request) => (request.isChange ? writing : reading).send(request) };
    return { id, client, now: () => organization.clock.now() };
  }

  private async writingOf(id: number): Promise<AdminClient | null> {
    try {
      return await this.connected.writeClientOf(id);
    } catch (error) {
      // A key of the environment that can be none is noticed when it is used.
      throw error instanceof OpenAIAdminError ? problemOf(error) : error;
    }
  }
}

const SILENT: Listener = { onRequest: () => undefined, onAnswer: () => undefined };

const namesOf = (stored: readonly OrganizationRow[]): string[] => stored.flatMap(({ openaiId }) => openaiId ?? []);

function named(stored: readonly OrganizationRow[], name: string): OrganizationRow {
  const found = stored.find(({ openaiId }) => openaiId === name);
  if (found !== undefined) return found;
  throw invalidRequest({ parameter: 'organization', message: 'is not known here', allowed: namesOf(stored) });
}

function onlyOne(stored: readonly OrganizationRow[]): OrganizationRow {
  const connected = stored.filter(({ state }) => state !== 'disconnected');
  const [only, ...others] = connected;
  if (only === undefined) throw disconnected(stored[0]?.openaiId ?? null);
  if (others.length === 0) return only;
  const allowed = namesOf(connected);
  const detail = `Several organizations are connected: say by organization in which one it is to be done, of ${allowed.join(', ')}.`;
  const errors = [{ parameter: 'organization', message: 'is required', allowed }];
  throw new ProblemError('several-organizations', 400, detail, errors);
}

function disconnected(name: string | null): ProblemError {
  const detail =
    `${name ?? 'No organization'} is ${name === null ? '' : 'not '}connected, so that there is no key to change anything with. ` +
    'Connect it under Organizations.';
  return new ProblemError('organization-disconnected', 409, detail);
}
