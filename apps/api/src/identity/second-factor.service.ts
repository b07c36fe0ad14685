import type { RecoveryCodes, SecondFactorSeed } from '@bursar/contract';
import { Inject, Injectable } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import type { Environment } from '../env.js';
import { ProblemError } from '../http/problem.js';
import { SealingService } from '../sealing/sealing.service.js';
import { type Clock, CLOCK, ENVIRONMENT } from '../tokens.js';
import type { StoredPerson } from './people.store.js';
import { SecondFactorStore } from './second-factor.store.js';
import { makeCode, normalCode } from './secrets.js';

const RECOVERY_CODES = 10;
const PERIOD_SECONDS = 30;

/** What every authenticator can do: SHA-1, six digits, half a minute (RFC 6238). */
const generatorOf = (email: string, secret: Secret): TOTP =>
  new TOTP({ issuer: 'Bursar', label: email, secret, algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS });

/** Codes of an authenticator, besides the password. */
@Injectable()
export class SecondFactorService {
  constructor(
    @Inject(SecondFactorStore) private readonly store: SecondFactorStore,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(SealingService) private readonly sealing: SealingService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Whether somebody of that role may do nothing before they have one. */
  isMissing({ role, totpConfirmedAt, passwordHash }: StoredPerson): boolean {
    return passwordHash !== null && totpConfirmedAt === null && this.environment.secondFactorRoles.includes(role);
  }

  /**
   * A seed for the authenticator; codes are asked for once one of it was right.
   *
   * @throws ProblemError 409 when there is a second factor already, or nothing to seal it with.
   */
  async propose(person: StoredPerson): Promise<SecondFactorSeed> {
    const secret = new Secret({ size: 20 });
    const isStored = await this.store.propose(person.id, await this.sealing.seal(secret.base32, 'second-factor'));
    if (!isStored) {
      throw new ProblemError(
        'invalid-request',
        409,
        'There is a second factor already. Remove it before you set up another.',
      );
    }
    return { secret: secret.base32, uri: generatorOf(person.email, secret).toString() };
  }

  /** @throws ProblemError 400 for a code that is not of the proposed seed. */
  async confirm(person: StoredPerson, code: string): Promise<RecoveryCodes> {
    if (person.totpConfirmedAt !== null || !(await this.takeCode(person, code))) {
      throw new ProblemError(
        'invalid-request',
        400,
        'The code is not right. Look whether the clock of your device is.',
        [{ pointer: '/code', message: 'is not the code that the authenticator shows now' }],
      );
    }
    const codes = Array.from({ length: RECOVERY_CODES }, makeCode);
    await this.store.confirm(person.id, codes);
    return { recovery_codes: codes };
  }

  /** Whether it is a code of the authenticator, or a recovery code. Each works once. */
  async take(person: StoredPerson, code: string): Promise<boolean> {
    return (await this.takeCode(person, code)) || this.store.takeRecoveryCode(person.id, normalCode(code));
  }

  /** @throws ProblemError 409 where the role needs one. */
  async remove(person: StoredPerson): Promise<void> {
    if (this.environment.secondFactorRoles.includes(person.role)) {
      const detail = `The role ${person.role} needs a second factor (BURSAR_SECOND_FACTOR_ROLES).`;
      throw new ProblemError('not-allowed', 409, `${detail} An owner or admin can reset it for you.`);
    }
    await this.store.remove(person.id);
  }

  /** One step before or after counts as well: clocks differ, and people type. */
  private async takeCode({ id, email, totpSealed }: StoredPerson, typed: string): Promise<boolean> {
    const token = typed.replaceAll(/\s/g, '');
    if (totpSealed === null || !/^\d{6}$/.test(token)) return false;
    const secret = Secret.fromBase32(this.sealing.unseal(totpSealed, 'second-factor'));
    const timestamp = this.clock.now().getTime();
    const delta = generatorOf(email, secret).validate({ token, timestamp, window: 1 });
    if (delta === null) return false;
    return this.store.takeStep(id, Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta);
  }
}
