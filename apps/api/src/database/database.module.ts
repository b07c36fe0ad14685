import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Lends the open data source to every feature, by TypeORM's own class. Whoever opened it closes it. */
@Module({})
export class DatabaseModule {
  static over(dataSource: DataSource): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [{ provide: DataSource, useValue: dataSource }],
      exports: [DataSource],
    };
  }
}
