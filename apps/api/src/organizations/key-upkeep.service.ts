import { Inject, Injectable } from '@nestjs/common';
import { ConnectedOrganizations } from './connected-organizations.service.js';
import { KeyTrials } from './key-trials.service.js';
import { OrganizationKeysStore } from './organization-keys.store.js';

/** Tries each key once a day, so that what is said of its scopes and its last day stays true. */
@Injectable()
export class KeyUpkeep {
  constructor(
    @Inject(ConnectedOrganizations) private readonly connected: ConnectedOrganizations,
    @Inject(OrganizationKeysStore) private readonly keys: OrganizationKeysStore,
    @Inject(KeyTrials) private readonly trials: KeyTrials,
  ) {}

  /** One after the other: nobody waits for it. A trial that OpenAI did not answer changes nothing and is repeated. */
  async tryDue(): Promise<void> {
    await this.connected.look();
    for (const due of await this.keys.takeDueTests()) {
      const key = this.connected.of(due.organizationId)?.keyFor(due.use) ?? null;
      // Another server was started with it.
      if (key === null || key.revision !== due.revision) continue;
      const { test } = await this.trials.try(key.value);
      if (test.is_accepted || test.error?.code === 'credential_refused') await this.keys.keepTest(due, test);
    }
  }
}
