import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Environment } from '../env.js';
import { ProblemError } from '../http/problem.js';
import { ENVIRONMENT } from '../tokens.js';
import { seal, type SealUse, unseal } from './seal.js';
import { keepProof } from './secret-proof.js';

const NAMES = {
  'second-factor': 'a second factor',
  'admin-key': 'a key of OpenAI',
} as const satisfies Partial<Record<SealUse, string>>;

/** Seals small secrets under BURSAR_SECRET, and opens them. */
@Injectable()
export class SealingService {
  private isProven = false;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** @throws ProblemError 409 when there is nothing to seal with. */
  async seal(text: string, use: keyof typeof NAMES): Promise<string> {
    const secret = this.secretFor(use);
    if (!this.isProven) await keepProof(this.dataSource.manager, secret);
    this.isProven = true;
    return seal(text, secret, use);
  }

  /**
   * @throws ProblemError 409 when there is nothing to open it with.
   * @throws SealError
   */
  unseal(sealed: string, use: keyof typeof NAMES): string {
    return unseal(sealed, this.secretFor(use), use);
  }

  /** @throws ProblemError 409 when BURSAR_SECRET is not set: better before anything is asked of OpenAI. */
  secretFor(use: keyof typeof NAMES): string {
    const { secret } = this.environment;
    if (secret !== null) return secret;
    const detail = `There is nothing to seal ${NAMES[use]} with: BURSAR_SECRET is not set. Set it and start Bursar again.`;
    throw new ProblemError('invalid-request', 409, `${detail} Make one with: openssl rand -hex 32`);
  }
}
