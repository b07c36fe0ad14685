import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { ActivityModule } from '../activity/activity.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { RotationsModule } from '../rotations/rotations.module.js';
import { SyncEngineModule } from './sync.module.js';
import { SyncSchedule } from './sync.schedule.js';

/** Collects from OpenAI on a schedule. Apart from what collects: what it winds up beside needs that. */
@Module({
  imports: [ScheduleModule.forRoot(), ActivityModule, OrganizationsModule, RotationsModule, SyncEngineModule],
  providers: [SyncSchedule],
})
export class SyncModule {}
