import { TOKEN_PERMISSIONS, type Permission } from '@bursar/contract/permissions';

/** What a token can be given. */
export type TokenPermission = Exclude<
  Permission,
  'account.use' | 'owners.write' | 'hooks.deliver' | 'sign_in.use' | 'health.read' | 'documents.read'
>;

const isForTokens = (permission: Permission): permission is TokenPermission => TOKEN_PERMISSIONS.includes(permission);

/** Those that a token can be given, of those that somebody has; all of which have words. */
export const forTokens = (permissions: readonly Permission[]): TokenPermission[] => permissions.filter(isForTokens);
