import { Module } from '@nestjs/common';
import { createPace } from '@bursar/openai-admin';
import { ConnectedOrganization, PATIENCE, type Patience } from './connected-organization.service.js';
import { OrganizationsStore } from './organizations.store.js';

/** The organization that the admin key belongs to. */
@Module({
  providers: [
    ConnectedOrganization,
    OrganizationsStore,
    { provide: PATIENCE, useFactory: (): Patience => ({ pace: createPace() }) },
  ],
  exports: [ConnectedOrganization, OrganizationsStore],
})
export class OrganizationsModule {}
