import { CAPABILITIES } from '@bursar/contract';
import { type DynamicModule, Module } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { ActivityModule } from './activity/activity.module.js';
import { AuditLogModule } from './audit-log/audit-log.module.js';
import { DatabaseModule } from './database/database.module.js';
import { DirectoryModule } from './directory/directory.module.js';
import type { Environment } from './env.js';
import { HealthModule } from './health/health.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { KeysModule } from './keys/keys.module.js';
import { ManagementModule } from './management/management.module.js';
import { IncidentsModule } from './incidents/incidents.module.js';
import { MeteringModule } from './metering/metering.module.js';
import { ConnectionsModule } from './organizations/connections.module.js';
import { OrganizationsModule } from './organizations/organizations.module.js';
import type { OutgoingRules } from './outgoing/outgoing-rules.js';
import { PersonalDataModule } from './personal-data/personal-data.module.js';
import { RotationsModule } from './rotations/rotations.module.js';
import { SyncModule } from './sync/clockwork.module.js';
import {
  CAPABILITY_TABLE,
  type Clock,
  CLOCK,
  ENVIRONMENT,
  OPENAI_CONNECTION,
  type OpenaiConnection,
  OUTGOING,
} from './tokens.js';

/** What the start-up brings: everything that a feature cannot make itself. */
export interface Surroundings {
  environment: Environment;
  dataSource: DataSource;
  openai: OpenaiConnection;
  clock: Clock;
  outgoing: Partial<OutgoingRules>;
}

@Module({})
export class AppModule {
  /** The features, with their surroundings injectable everywhere by the tokens of tokens.ts. */
  static within({ environment, dataSource, openai, clock, outgoing }: Surroundings): DynamicModule {
    return {
      module: AppModule,
      global: true,
      imports: [
        DatabaseModule.over(dataSource),
        ActivityModule,
        IdentityModule,
        HealthModule,
        OrganizationsModule,
        ConnectionsModule,
        DirectoryModule,
        ManagementModule,
        MeteringModule,
        KeysModule,
        AuditLogModule,
        PersonalDataModule,
        RotationsModule,
        IncidentsModule,
        SyncModule,
      ],
      providers: [
        { provide: ENVIRONMENT, useValue: environment },
        { provide: OPENAI_CONNECTION, useValue: openai },
        { provide: CLOCK, useValue: clock },
        { provide: OUTGOING, useValue: outgoing },
        { provide: CAPABILITY_TABLE, useValue: CAPABILITIES },
      ],
      exports: [ENVIRONMENT, OPENAI_CONNECTION, CLOCK, OUTGOING, CAPABILITY_TABLE],
    };
  }
}
