/** Identifies cost rows: an absent field matches anything, `null` only rows that name none. */
export interface CostMatch {
  project_id?: string | null;
  line_item?: string | null;
  api_key_id?: string | null;
}

/** A change of a day's costs after the fact. Amounts are decimal strings of up to 34 decimals. */
export type CostChange =
  /** One more row; another currency than usd is kept apart. */
  | {
      kind: 'add';
      project_id?: string | null;
      line_item?: string | null;
      api_key_id?: string | null;
      user_id?: string | null;
      amount: string;
      currency?: string;
      quantity?: string;
      quantity_unit?: string;
    }
  /** The rows that match become one row of this amount, named like the first of them. */
  | { kind: 'amount'; match: CostMatch; amount: string }
  /** The rows that match disappear. */
  | { kind: 'vanish'; match: CostMatch };

export type BilledDimension = 'project_id' | 'line_item' | 'api_key_id' | 'user_id' | 'model' | 'token_type';

export interface BilledQuery {
  /** UTC midnights, half-open. */
  start: Date;
  end: Date;
  /** Default none: one row per currency. `model` and `token_type` are what the contract reads from the line item. */
  groupBy?: readonly BilledDimension[];
  /** Default `total`. */
  bucket?: 'day' | 'month' | 'total';
  /** Filters: OR within one, AND between them; `null` selects rows that name none. */
  projectIds?: readonly (string | null)[];
  lineItems?: readonly (string | null)[];
  apiKeyIds?: readonly (string | null)[];
  /** Counts days as if all their costs were there already. Default false. */
  settled?: boolean;
}

export interface BilledRow {
  /** First day of the bucket, `2026-10-01`; the start of the range for `total`. */
  start: string;
  /** The asked dimensions only. */
  key: Partial<Record<BilledDimension, string | null>>;
  currency: string;
  /** Plain decimal: no exponent, no trailing zeros. */
  amount: string;
  /** Sum of quantities, plain decimal; null where a row has none. */
  quantity: string | null;
}
