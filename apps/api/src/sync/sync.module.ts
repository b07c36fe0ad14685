import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { AuditLogModule } from '../audit-log/audit-log.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { MeteringModule } from '../metering/metering.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { OpenRotationsStore } from '../rotations/open-rotations.store.js';
import { AuditCollector } from './audit-collector.js';
import { ClaimsStore } from './claims.store.js';
import { DirectoryCollector } from './directory-collector.js';
import { DirectoryLosses } from './directory-losses.js';
import { FactsCollector } from './facts-collector.js';
import { FeedRunner } from './feed-runner.js';
import { DIRECTORY_FEED_NAMES } from './feeds.js';
import { FeedsStore } from './feeds.store.js';
import { PausesController } from './pauses.controller.js';
import { PausesStore } from './pauses.store.js';
import { RereadCollector } from './reread-collector.js';
import { Retention } from './retention.js';
import { RunRequestsStore } from './run-requests.store.js';
import { SyncStatusService } from './sync-status.service.js';
import { SyncStatusStore } from './sync-status.store.js';
import { SyncController } from './sync.controller.js';
import { COLLECTED_LISTS, SyncService } from './sync.service.js';

/** Collects from OpenAI without a clockwork: for specs and measurements, which say themselves when it is time. */
@Module({
  imports: [ActivityModule, OrganizationsModule, DirectoryModule, MeteringModule, AuditLogModule],
  controllers: [SyncController, PausesController],
  providers: [
    SyncService,
    SyncStatusService,
    SyncStatusStore,
    FeedRunner,
    FactsCollector,
    Retention,
    DirectoryCollector,
    AuditCollector,
    DirectoryLosses,
    RereadCollector,
    FeedsStore,
    ClaimsStore,
    RunRequestsStore,
    PausesStore,
    OpenRotationsStore,
    { provide: COLLECTED_LISTS, useValue: DIRECTORY_FEED_NAMES },
  ],
  exports: [SyncService, FeedsStore],
})
export class SyncEngineModule {}
