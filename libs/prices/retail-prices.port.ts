/** Which rows of the Retail Prices API are asked for. */
export interface RetailQuery {
  /** OData, as the API reads it. */
  filter: string;
  /** ISO 4217. */
  currency: string;
  /** Rows to leave out: those that were read. */
  skip: number;
}

export interface RetailPage {
  /** Rows as they came; numbers keep all their digits. */
  rows: readonly unknown[];
  /** Whether the API says that more follow: an empty page may. */
  goesOn: boolean;
}

/** The Retail Prices API of Azure. */
export interface RetailPricesPort {
  /** A page; undefined past the end of the list. Rejects with RetailPricesError, or with the signal's reason. */
  page(query: RetailQuery, signal: AbortSignal): Promise<RetailPage | undefined>;
}

/** The Retail Prices API did not answer what it was asked. */
export class RetailPricesError extends Error {
  override readonly name = 'RetailPricesError';

  constructor(
    readonly code: string,
    message: string,
    /** How long it wants to be left alone, seconds; undefined where it did not say. */
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}
