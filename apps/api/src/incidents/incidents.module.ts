import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { AuditLogModule } from '../audit-log/audit-log.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { MeteringModule } from '../metering/metering.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { EvidenceService } from './evidence.service.js';
import { GithubAlerts } from './github-alerts.service.js';
import { HooksController } from './hooks.controller.js';
import { IncidentTrail } from './incident-trail.js';
import { IncidentsController } from './incidents.controller.js';
import { IncidentsService } from './incidents.service.js';
import { IncidentsStore } from './incidents.store.js';
import { LeakImpactService } from './leak-impact.service.js';
import { LeakMeasurementsStore } from './leak-measurements.store.js';

/** Leaked keys: what they did, what was done about them, and the evidence of both. */
@Module({
  imports: [ActivityModule, AuditLogModule, DirectoryModule, MeteringModule, OrganizationsModule],
  controllers: [IncidentsController, HooksController],
  providers: [
    IncidentsService,
    IncidentsStore,
    IncidentTrail,
    LeakImpactService,
    LeakMeasurementsStore,
    EvidenceService,
    GithubAlerts,
  ],
})
export class IncidentsModule {}
