import { Module } from '@nestjs/common';
import { KeySuccessionsStore } from './key-successions.store.js';

/** Keys as they are looked after: what asks for a decision, what was decided, and which key replaced which. */
@Module({
  providers: [KeySuccessionsStore],
  exports: [KeySuccessionsStore],
})
export class KeysModule {}
