import { type ClaimsStore, LEASE_SECONDS } from './claims.store.js';
import type { Claim, RunCounts } from './run.js';

const HEARTBEAT_MS = (LEASE_SECONDS * 1000) / 3;
/** Answers may come many times a second; the lease does not have to hear of each. */
const SHORTEST_PAUSE_MS = 2_000;

/**
 * Keeps a claim alive while its run works: at each answer of OpenAI's, and by a heartbeat in long waits for the pace
 * or for a large window to be stored.
 */
export class Lease {
  private readonly heartbeat: NodeJS.Timeout;
  private renewal: Promise<void> | null = null;
  private lastAt = performance.now();

  /** `onTrouble` hears of a claim that is lost, and of a database that does not answer. */
  constructor(
    private readonly claims: ClaimsStore,
    private readonly claim: Claim,
    private readonly counts: RunCounts,
    private readonly onTrouble: (error: unknown) => void,
  ) {
    this.heartbeat = setInterval(() => this.renew(), HEARTBEAT_MS);
  }

  /** Renews in the background, at most one at a time: the row may be locked by this run's own window being stored. */
  renew(): void {
    if (this.renewal !== null || performance.now() - this.lastAt < SHORTEST_PAUSE_MS) return;
    this.lastAt = performance.now();
    this.renewal = this.claims
      .renew(this.claim, this.counts)
      .catch(this.onTrouble)
      .finally(() => {
        this.renewal = null;
      });
  }

  /** Nothing of the lease is under way any more when this is through. */
  async end(): Promise<void> {
    clearInterval(this.heartbeat);
    await this.renewal;
  }
}
