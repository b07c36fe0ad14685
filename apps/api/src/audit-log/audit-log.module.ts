import { Module } from '@nestjs/common';
import { AuditEventsController } from './audit-events.controller.js';
import { AuditEventsStore } from './audit-events.store.js';
import { AuditLogStore } from './audit-log.store.js';
import { AuditStatusStore } from './audit-status.store.js';

/** OpenAI's audit log, kept for ever. */
@Module({
  controllers: [AuditEventsController],
  providers: [AuditLogStore, AuditEventsStore, AuditStatusStore],
  exports: [AuditEventsStore, AuditLogStore],
})
export class AuditLogModule {}
