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
import { MailService } from '../mail/mail.service.js';
import { ForgottenService } from './forgotten.service.js';
import { LinkMailsService } from './link-mails.service.js';
import { IdentitiesStore } from './oidc/identities.store.js';
import { ProviderService } from './oidc/provider.service.js';
import { ProviderVisitsStore } from './oidc/provider-visits.store.js';
import { SignOnController } from './oidc/sign-on.controller.js';
import { SignOnService } from './oidc/sign-on.service.js';
import { VisitorsService } from './oidc/visitors.service.js';
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
  controllers: [AccountController, ApiTokensController, AuthController, PeopleController, SignOnController],
  providers: [
    AccountService,
    ApiTokensStore,
    AttemptsStore,
    FirstPeopleService,
    ForgottenService,
    IdentitiesStore,
    LinkMailsService,
    MailService,
    OneTimeCodesStore,
    PeopleService,
    PeopleStore,
    ProviderService,
    ProviderVisitsStore,
    SecondFactorService,
    SecondFactorStore,
    SessionsStore,
    SignInService,
    SignOnService,
    VisitorsService,
    { provide: APP_GUARD, useClass: PermissionGuard },
  ],
  exports: [PeopleService],
})
export class IdentityModule {}
