import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AttemptsStore } from './attempts.store.js';
import { AuthController } from './auth.controller.js';
import { FirstPeopleService } from './first-people.service.js';
import { OneTimeCodesStore } from './one-time-codes.store.js';
import { PeopleStore } from './people.store.js';
import { PermissionGuard } from './permission.guard.js';
import { SessionsStore } from './sessions.store.js';
import { SignInService } from './sign-in.service.js';

/** Who may come in and what they may do. */
@Module({
  controllers: [AuthController],
  providers: [
    AttemptsStore,
    FirstPeopleService,
    OneTimeCodesStore,
    PeopleStore,
    SessionsStore,
    SignInService,
    { provide: APP_GUARD, useClass: PermissionGuard },
  ],
})
export class IdentityModule {}
