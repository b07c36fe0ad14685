import { Module } from '@nestjs/common';
import { SealingService } from './sealing.service.js';

/** Small secrets in the database that have to be read again. */
@Module({ providers: [SealingService], exports: [SealingService] })
export class SealingModule {}
