import type OpenAI from 'openai';
import type { FieldTypes } from './directory-objects.js';

/** How OpenAI says where the next page begins, or `single`: no list at all but one object that may be absent. */
export type Paging = 'last_id' | 'last_item' | 'next' | 'single';

/** What every list is asked with. */
export interface PageQuery {
  limit: number;
  after?: string;
}

export interface CallOptions {
  signal?: AbortSignal;
}

export interface Call {
  asResponse(): Promise<Response>;
}

/** One list of OpenAI's, or one object that stands alone. */
export interface DirectoryListEntry {
  /** Method and path template. Each `{}` stands for one of the ids of `within`. */
  family: string;
  paging: Paging;
  /** Largest page that OpenAI gives. */
  limit: number;
  fields: FieldTypes;
  /** The field by which an object is known, where that is not `id`. */
  idField?: string;
  call(sdk: OpenAI, within: readonly string[], query: PageQuery, options: CallOptions): Call;
  /** Reads one object of the list; absent where OpenAI has no such path. The last of `ids` is the object's. */
  one?: { family: string; call(sdk: OpenAI, ids: readonly string[], options: CallOptions): Call };
}

/** OpenAI's resources below `/organization`. */
export const ofOrganization = (sdk: OpenAI) => sdk.admin.organization;
