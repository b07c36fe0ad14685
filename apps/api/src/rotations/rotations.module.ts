import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { KeysModule } from '../keys/keys.module.js';
import { ManagementModule } from '../management/management.module.js';
import { MeteringModule } from '../metering/metering.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { SyncEngineModule } from '../sync/sync.module.js';
import { KeyTrafficService } from './key-traffic.js';
import { NewKeyService } from './new-key.service.js';
import { NotOfferedService } from './not-offered.service.js';
import { OldKeyService } from './old-key.service.js';
import { OpenSteps } from './open-steps.service.js';
import { RotationWatch } from './rotation-watch.service.js';
import { RotationsController } from './rotations.controller.js';
import { RotationsService } from './rotations.service.js';
import { RotationsStore } from './rotations.store.js';

/** A new key in the place of an old one, which is taken away once nothing uses it. */
@Module({
  imports: [
    ActivityModule,
    DirectoryModule,
    KeysModule,
    ManagementModule,
    MeteringModule,
    OrganizationsModule,
    SyncEngineModule,
  ],
  controllers: [RotationsController],
  providers: [
    RotationsStore,
    RotationsService,
    RotationWatch,
    KeyTrafficService,
    NewKeyService,
    NotOfferedService,
    OldKeyService,
    OpenSteps,
  ],
  exports: [OpenSteps, RotationWatch, RotationsStore, RotationsService],
})
export class RotationsModule {}
