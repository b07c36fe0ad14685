/**
 * Holds the capability table against the types of the SDK, so that an upgrade of `openai` that meters something new, or
 * no longer meters something, does not compile and says what it is. What types cannot tell (paths) its spec checks.
 */
import { CAPABILITIES, type Capability } from '@bursar/contract';
import type OpenAI from 'openai';

type SdkUsage = OpenAI['admin']['organization']['usage'];

/** A method that answers with pages of buckets. */
type BucketMethod = (query: never, options?: never) => PromiseLike<{ data: { results: { object: string }[] }[] }>;

type MethodOf<Usage> = {
  [Name in keyof Usage]: Usage[Name] extends BucketMethod ? Name : never;
}[keyof Usage] &
  string;

type QueryOf<Method> = Method extends (query: infer Query, options?: never) => unknown ? NonNullable<Query> : never;
type ParameterOf<Method, Name extends string> =
  QueryOf<Method> extends { [Key in Name]?: infer Value } ? NonNullable<Value> : never;
type DimensionOf<Method> =
  ParameterOf<Method, 'group_by'> extends readonly (infer Dimension)[] ? NonNullable<Dimension> & string : never;

type RowOf<Method> = Method extends (...parameters: never[]) => PromiseLike<{ data: { results: (infer Row)[] }[] }>
  ? Row
  : never;
type RowNamed<Method, Result> = Extract<RowOf<Method>, { object: Result }>;

/** Members of a row that are numbers, or hold one as `value` (`amount`). */
type MeasureOf<Row> = {
  [Name in keyof Row]-?: NonNullable<Row[Name]> extends number | { value?: number } ? Name : never;
}[keyof Row] &
  string;

/** Both directions of one comparison, each difference as a sentence. */
type Difference<Subject extends string, What extends string, InSdk extends string, InTable extends string> =
  | `${Subject}: ${What} ${Exclude<InSdk, InTable>} is in the SDK and not in the table`
  | `${Subject}: ${What} ${Exclude<InTable, InSdk>} is in the table and not in the SDK`;

type Compared<Name extends string, Entry extends Capability, Method> =
  | Difference<Name, 'dimension', DimensionOf<Method>, Entry['dimensions'][number]>
  | Difference<Name, 'width', ParameterOf<Method, 'bucket_width'> & string, Entry['widths'][number]>
  | Difference<Name, 'measure', MeasureOf<RowNamed<Method, Entry['result']>>, keyof Entry['measures'] & string>;

type Table = Readonly<Record<string, Capability>>;

/** Each sentence is one thing in which a table and an SDK disagree; `never` where they agree. */
export type Disagreements<Entries extends Table, Usage> =
  | Difference<'table', 'method', MethodOf<Usage>, Entries[keyof Entries]['sdkMethod']>
  | Difference<
      'table',
      'result',
      (RowOf<Usage[MethodOf<Usage>]> & { object: string })['object'],
      Entries[keyof Entries]['result']
    >
  | {
      [Name in keyof Entries & string]: Entries[Name]['sdkMethod'] extends MethodOf<Usage>
        ? Compared<Name, Entries[Name], Usage[Entries[Name]['sdkMethod']]>
        : never;
    }[keyof Entries & string];

/** Does not compile if the table and the installed SDK disagree; the error names each disagreement. */
export const SDK_DISAGREEMENTS: Record<Disagreements<typeof CAPABILITIES, SdkUsage>, never> = {};
