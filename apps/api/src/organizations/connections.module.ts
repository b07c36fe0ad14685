import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { SyncEngineModule } from '../sync/sync.module.js';
import { ConnectionsService } from './connections.service.js';
import { KeyEntry } from './key-entry.service.js';
import { OrganizationsController } from './organizations.controller.js';
import { OrganizationsModule } from './organizations.module.js';

/** Connecting and disconnecting organizations: what people do about them. */
@Module({
  imports: [ActivityModule, OrganizationsModule, SyncEngineModule],
  controllers: [OrganizationsController],
  providers: [ConnectionsService, KeyEntry],
})
export class ConnectionsModule {}
