import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ActivityModule } from '../activity/activity.module.js';
import { SealingModule } from '../sealing/sealing.module.js';
import { AccountController } from './account.controller.js';
import { AccountService } from './account.service.js';
import { ApiTokensController } from './api-tokens.controller.js';
import { ApiTokensStore } from './api-tokens.store.js';
import { AttemptsStore } from './attempts.store.js';
import { AuthController } from './auth.controller.js';
import { FirstPeopleService } from './first-people.service.js';
import { OneTimeCodesStore } from './one-time-codes.store.js';
import { PeopleController } from './people.controller.js';
import { PeopleService } from './people.service.js';
import { PeopleStore } from './people.store.js';
import { PermissionGuard } from './permission.guard.js';
import { SecondFactorService } from './second-factor.service.js';
import { SecondFactorStore } from './second-factor.store.js';
import { SessionsStore } from './sessions.store.js';
import { SignInService } from './sign-in.service.js';

/** Who may come in and what they may do. */
@Module({
  imports: [ActivityModule, SealingModule],
  controllers: [AccountController, ApiTokensController, AuthController, PeopleController],
  providers: [
    AccountService,
    ApiTokensStore,
    AttemptsStore,
    FirstPeopleService,
    OneTimeCodesStore,
    PeopleService,
    PeopleStore,
    SecondFactorService,
    SecondFactorStore,
    SessionsStore,
    SignInService,
    { provide: APP_GUARD, useClass: PermissionGuard },
  ],
})
export class IdentityModule {}
