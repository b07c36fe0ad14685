import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { Permission } from '@bursar/contract';

export const PERMISSION_KEY = 'bursar:permission';

/** Names the permission that a route needs. Every route has exactly one; a spec walks them all. */
export function RequirePermission(permission: Permission): MethodDecorator {
  return applyDecorators(SetMetadata(PERMISSION_KEY, permission), ApiExtension('x-permission', permission));
}
