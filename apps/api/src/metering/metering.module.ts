import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { AnswersService } from './answers.service.js';
import { CostsController } from './costs.controller.js';
import { ExportsService } from './exports.service.js';
import { KeyTrafficStore } from './key-traffic.store.js';
import { MeteringStore } from './metering.store.js';
import { ReportStore } from './report.store.js';
import { RestatementsController } from './restatements.controller.js';
import { RestatementsStore } from './restatements.store.js';
import { RetentionStore } from './retention.store.js';
import { SpendStore } from './spend.store.js';
import { UsageController } from './usage.controller.js';
import { UsageOverviewStore } from './usage-overview.store.js';

/** What OpenAI meters: stored, summed, restated, answered. */
@Module({
  imports: [ActivityModule],
  controllers: [CostsController, RestatementsController, UsageController],
  providers: [
    AnswersService,
    ExportsService,
    KeyTrafficStore,
    MeteringStore,
    ReportStore,
    RestatementsStore,
    RetentionStore,
    SpendStore,
    UsageOverviewStore,
  ],
  exports: [KeyTrafficStore, MeteringStore, ReportStore, RetentionStore, SpendStore],
})
export class MeteringModule {}
