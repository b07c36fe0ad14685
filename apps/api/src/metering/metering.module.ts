import { Module } from '@nestjs/common';
import { CostsController } from './costs.controller.js';
import { MeteringStore } from './metering.store.js';
import { ReportStore } from './report.store.js';
import { RestatementsController } from './restatements.controller.js';
import { RestatementsStore } from './restatements.store.js';
import { SpendStore } from './spend.store.js';

/** What OpenAI meters: stored, summed, restated, answered. */
@Module({
  controllers: [CostsController, RestatementsController],
  providers: [MeteringStore, ReportStore, RestatementsStore, SpendStore],
  exports: [MeteringStore, ReportStore, SpendStore],
})
export class MeteringModule {}
