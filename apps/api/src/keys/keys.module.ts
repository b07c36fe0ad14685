import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { AuditLogModule } from '../audit-log/audit-log.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { MeteringModule } from '../metering/metering.module.js';
import { KeyCareController } from './key-care.controller.js';
import { KeyCareStore } from './key-care.store.js';
import { KeyDetailService } from './key-detail.service.js';
import { KeyInventoryController } from './key-inventory.controller.js';
import { KeyInventoryStore } from './key-inventory.store.js';
import { KeyOriginsStore } from './key-origins.store.js';
import { KeyPoliciesController } from './key-policies.controller.js';
import { KeyPoliciesStore } from './key-policies.store.js';
import { KeyRotationsStore } from './key-rotations.store.js';
import { KeySuccessionsStore } from './key-successions.store.js';
import { KeyTimelineService } from './key-timeline.service.js';
import { OffboardingController } from './offboarding.controller.js';
import { OffboardingService } from './offboarding.service.js';
import { OffboardingStore } from './offboarding.store.js';

/** Keys as they are looked after: what asks for a decision, what was decided, and which key replaced which. */
@Module({
  imports: [ActivityModule, AuditLogModule, DirectoryModule, MeteringModule],
  controllers: [KeyInventoryController, KeyCareController, KeyPoliciesController, OffboardingController],
  providers: [
    KeyCareStore,
    KeyDetailService,
    KeyInventoryStore,
    KeyOriginsStore,
    KeyPoliciesStore,
    KeyRotationsStore,
    KeySuccessionsStore,
    KeyTimelineService,
    OffboardingService,
    OffboardingStore,
  ],
  exports: [KeyInventoryStore, KeySuccessionsStore],
})
export class KeysModule {}
