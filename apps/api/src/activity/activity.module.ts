import { Module } from '@nestjs/common';
import { ActivityFacetsStore } from './activity-facets.store.js';
import { ActivityReadsStore } from './activity-reads.store.js';
import { ActivityController } from './activity.controller.js';
import { ActivityService } from './activity.service.js';
import { ActivityStore } from './activity.store.js';

/** The trail of what people and programs do in Bursar. */
@Module({
  controllers: [ActivityController],
  providers: [ActivityService, ActivityStore, ActivityReadsStore, ActivityFacetsStore],
  exports: [ActivityService, ActivityReadsStore, ActivityStore],
})
export class ActivityModule {}
