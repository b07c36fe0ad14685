import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { ErasuresController } from './erasures.controller.js';
import { MemberErasuresStore } from './member-erasures.store.js';
import { PersonErasuresStore } from './person-erasures.store.js';

/** Erasing people: members of OpenAI who left, and people of Bursar who are disabled. */
@Module({
  imports: [ActivityModule, IdentityModule],
  controllers: [ErasuresController],
  providers: [MemberErasuresStore, PersonErasuresStore],
})
export class PersonalDataModule {}
