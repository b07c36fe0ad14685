import { ORGANIZATION_LISTS } from './organization-lists.js';
import { PROJECT_LISTS } from './project-lists.js';

/**
 * Every list of the directory, one entry each.
 *
 * Source: resources/admin of `openai` 7.57.0. Page classes differ by list: some follow `last_id`, admin keys the last
 * item whatever `last_id` says, groups and roles a cursor called `next`.
 */
export const DIRECTORY_LISTS = { ...ORGANIZATION_LISTS, ...PROJECT_LISTS };

export type DirectoryListName = keyof typeof DIRECTORY_LISTS;
