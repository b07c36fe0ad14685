import { Module } from '@nestjs/common';
import { ApiKeysController } from './api-keys.controller.js';
import { DirectoryListStore } from './directory-list.store.js';
import { DirectoryStore } from './directory.store.js';
import { ProjectsController } from './projects.controller.js';

/** Projects, API keys and what else OpenAI lists, as last seen. */
@Module({
  controllers: [ProjectsController, ApiKeysController],
  providers: [DirectoryStore, DirectoryListStore],
  exports: [DirectoryStore],
})
export class DirectoryModule {}
