import { Module } from '@nestjs/common';
import { MeteringModule } from '../metering/metering.module.js';
import { DirectoryChangesController } from './directory-changes.controller.js';
import { DirectoryChangesStore } from './directory-changes.store.js';
import { DirectoryDetailsController } from './directory-details.controller.js';
import { DirectoryDetailsService } from './directory-details.service.js';
import { DirectoryListStore } from './directory-list.store.js';
import { DIRECTORY_LIST_CONTROLLERS } from './directory-lists.controller.js';
import { DirectoryStore } from './directory.store.js';
import { KnownKeysStore } from './known-keys.store.js';
import { RereadsStore } from './rereads.store.js';

/** Projects, members, keys, limits and what else OpenAI lists, as last seen. */
@Module({
  imports: [MeteringModule],
  controllers: [...DIRECTORY_LIST_CONTROLLERS, DirectoryDetailsController, DirectoryChangesController],
  providers: [
    DirectoryStore,
    DirectoryListStore,
    DirectoryDetailsService,
    DirectoryChangesStore,
    RereadsStore,
    KnownKeysStore,
  ],
  exports: [
    DirectoryStore,
    DirectoryListStore,
    DirectoryDetailsService,
    DirectoryChangesStore,
    RereadsStore,
    KnownKeysStore,
  ],
})
export class DirectoryModule {}
