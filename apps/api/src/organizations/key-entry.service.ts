import type { KeyTest, KeyUse } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { OpenAIAdminError } from '@bursar/openai-admin';
import { invalidRequest, ProblemError } from '../http/problem.js';
import { SealingService } from '../sealing/sealing.service.js';
import { ConnectedOrganizations } from './connected-organizations.service.js';
import { isProjectKey, lastFourOf } from './key-marks.js';
import { KeyTrials, type Trial } from './key-trials.service.js';
import type { NewKey } from './organization-keys.store.js';
import { type OrganizationRow, OrganizationsStore } from './organizations.store.js';
import { UnknownOrganizationError, whoseKey } from './whose-key.js';

/** A key as somebody entered it, and where it stands in the request. */
export interface EnteredKey {
  value: string;
  use: KeyUse;
  pointer: string;
}

/** A key that OpenAI takes. */
export interface AcceptedKey extends EnteredKey {
  trial: Trial;
  /** The stored organization that it belongs to; null: none. */
  owner: OrganizationRow | null;
}

/** Keys that people enter: tried before anything is kept, and refused in words. */
@Injectable()
export class KeyEntry {
  constructor(
    @Inject(ConnectedOrganizations) private readonly connected: ConnectedOrganizations,
    @Inject(KeyTrials) private readonly trials: KeyTrials,
    @Inject(OrganizationsStore) private readonly organizations: OrganizationsStore,
    @Inject(SealingService) private readonly sealing: SealingService,
  ) {}

  /** @throws ProblemError where no key can be entered at all: in the demo. */
  refuseInDemo(): void {
    if (!this.connected.isDemo) return;
    throw new ProblemError(
      'not-allowed',
      409,
      'This is the demo: no real key can be entered in the demo, and its own one stays. Start Bursar with BURSAR_DEMO=0 to connect your organization.',
    );
  }

  /**
   * Tries a key without keeping it.
   *
   * @throws ProblemError in the demo; 400 for a key of a project.
   */
  async try({ value, pointer }: EnteredKey): Promise<Trial> {
    this.refuseInDemo();
    if (isProjectKey(value)) {
      const message =
        'is a key of a project. Bursar needs an admin key: create one at OpenAI under Settings → Admin keys';
      throw invalidRequest({ pointer, message });
    }
    return this.trials.try(value);
  }

  /** The stored organization that a key belongs to; null: none, or OpenAI did not tell. */
  async ownerIfKnown(trial: Trial): Promise<OrganizationRow | null> {
    try {
      return trial.test.is_accepted ? await whoseKey(trial, this.organizations) : null;
    } catch (error) {
      if (error instanceof UnknownOrganizationError || error instanceof OpenAIAdminError) return null;
      throw error;
    }
  }

  /**
   * Tries a key that is to be kept.
   *
   * @throws ProblemError in the demo; 409 without BURSAR_SECRET, before OpenAI is asked, and where nobody can tell whose
   * key it is; 400 for one that OpenAI does not take, or that may read nothing.
   */
  async accept(key: EnteredKey): Promise<AcceptedKey> {
    this.refuseInDemo();
    this.sealing.secretFor('admin-key');
    const trial = await this.try(key);
    refuseUseless(key, trial.test);
    try {
      return { ...key, trial, owner: await whoseKey(trial, this.organizations) };
    } catch (error) {
      if (error instanceof UnknownOrganizationError) throw refused(key, error.message);
      if (!(error instanceof OpenAIAdminError)) throw error;
      throw refused(key, `OpenAI did not say whose key it is: ${error.message} Try again.`);
    }
  }

  /** What is kept of a key that was accepted. @throws ProblemError 409 without BURSAR_SECRET */
  async sealed({ value, use, trial }: AcceptedKey, setBy: number): Promise<NewKey> {
    const sealed = await this.sealing.seal(value, 'admin-key');
    return { source: 'web', use, sealed, setBy, lastFour: lastFourOf(value), test: trial.test };
  }
}

/** 409 that names the field, for a key that is right in itself and wrong here. */
export function refused({ pointer }: Pick<EnteredKey, 'pointer'>, message: string): ProblemError {
  return new ProblemError('invalid-request', 409, message, [{ pointer, message }]);
}

function refuseUseless({ use, pointer }: EnteredKey, { is_accepted: isAccepted, error, scopes }: KeyTest): void {
  if (!isAccepted) {
    const { code, status, request_id: requestId, message } = error ?? {};
    const proof = [status, requestId].filter((fact) => fact !== null && fact !== undefined).join(', ');
    const why =
      code === 'credential_refused'
        ? `is refused by OpenAI${proof === '' ? '' : ` (${proof})`}. Copy it once more, or create a new one under Settings → Admin keys`
        : `could not be tried: ${message?.split('. ')[0] ?? 'OpenAI did not answer'}. Try again`;
    throw invalidRequest({ pointer, message: `${why}. Nothing was changed` });
  }
  // Whether a key may write shows in its first action.
  if (use === 'write' || scopes.some(({ state }) => state !== 'missing')) return;
  const missing = scopes.map(({ scope }) => scope).join(', ');
  throw invalidRequest({ pointer, message: `may read nothing: create an admin key that has ${missing}` });
}
