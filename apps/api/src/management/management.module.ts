import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { ActedObjects } from './acted-objects.service.js';
import { ActionsService } from './actions.service.js';
import { FormerLimits } from './former-limits.service.js';
import { GroupsController } from './groups.controller.js';
import { InvitesController } from './invites.controller.js';
import { MembersController } from './members.controller.js';
import { ProjectKeysController } from './project-keys.controller.js';
import { ProjectLimitsController } from './project-limits.controller.js';
import { ProjectMembersController } from './project-members.controller.js';
import { ProjectsController } from './projects.controller.js';
import { ServiceAccountsController } from './service-accounts.controller.js';
import { WriteAccess } from './write-access.service.js';

/** Members, projects, service accounts, keys, limits and groups, changed at OpenAI. */
@Module({
  imports: [ActivityModule, DirectoryModule, OrganizationsModule],
  controllers: [
    InvitesController,
    MembersController,
    GroupsController,
    ProjectsController,
    ProjectMembersController,
    ServiceAccountsController,
    ProjectKeysController,
    ProjectLimitsController,
  ],
  providers: [ActionsService, ActedObjects, FormerLimits, WriteAccess],
  exports: [ActionsService, ActedObjects, WriteAccess],
})
export class ManagementModule {}
