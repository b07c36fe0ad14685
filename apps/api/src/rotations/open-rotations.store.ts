import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Which organizations have keys that are being rotated, for whoever collects what tells that a key is no longer used. */
@Injectable()
export class OpenRotationsStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async isAnyOpen(organizationId: number): Promise<boolean> {
    const [answer]: { open: boolean }[] = await this.dataSource.query(
      'SELECT EXISTS (SELECT FROM rotations WHERE organization_id = $1 AND closed_at IS NULL) AS open',
      [organizationId],
    );
    return answer?.open === true;
  }
}
