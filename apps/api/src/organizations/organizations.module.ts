import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { SealingModule } from '../sealing/sealing.module.js';
import { ConfiguredKeys } from './configured-keys.service.js';
import { KeyTrials } from './key-trials.service.js';
import { KeyUpkeep } from './key-upkeep.service.js';
import { RemovalsService } from './removals.service.js';
import { OrganizationKeysStore } from './organization-keys.store.js';
import { createPace, type Pace } from '@bursar/openai-admin';
import { PATIENCE, type Patience } from './conversation.js';
import { ConnectedOrganizations } from './connected-organizations.service.js';
import { OrganizationsStore } from './organizations.store.js';
import { PacesStore } from './paces.store.js';

/** One queue for each organization, all in front of the rows that replicas share. */
function sharedPaces(store: PacesStore): Patience {
  const paces = new Map<number, Pace>();
  return {
    paceOf(organizationId) {
      const pace = paces.get(organizationId) ?? createPace({ slots: store.book(organizationId) });
      paces.set(organizationId, pace);
      return pace;
    },
  };
}

/** The organizations that admin keys belong to. */
@Module({
  imports: [ActivityModule, SealingModule],
  providers: [
    ConnectedOrganizations,
    ConfiguredKeys,
    KeyTrials,
    KeyUpkeep,
    OrganizationKeysStore,
    RemovalsService,
    OrganizationsStore,
    PacesStore,
    { provide: PATIENCE, useFactory: sharedPaces, inject: [PacesStore] },
  ],
  exports: [
    ConnectedOrganizations,
    KeyTrials,
    KeyUpkeep,
    OrganizationKeysStore,
    OrganizationsStore,
    PacesStore,
    RemovalsService,
    SealingModule,
  ],
})
export class OrganizationsModule {}
