import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ArmRefusal } from '../arm/arm-error.js';
import type { Simulation } from '../simulation.js';
import { findRows, pageSize } from './find-rows.js';
import { FilterError } from './read-filter.js';
import type { RetailItem } from './retail-item.js';

const path = '/api/retail/prices';

export const isRetailPrices = ({ pathname }: URL): boolean => pathname === path;

/** The Retail Prices API, on the port of ARM: nobody must say who asks. */
export async function handleRetailPrices(
  { faults, heldRequests, requestFaults, ledger }: Simulation,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  ledger.count('retailPrices');
  const subject = { method: request.method ?? 'GET', paths: [url.pathname] };
  const slow = faults.take('SlowResponse', subject);
  if (slow) await sleep(slow.parameters.delayMs);
  if (!(await heldRequests.pass('before', subject, request.socket))) return;
  if (faults.take('ResetConnection', subject)) return void request.socket.destroy();
  try {
    requestFaults.strike(subject);
    const host = request.headers.host ?? url.host;
    send(response, 200, pageOf(url.searchParams, `https://${host}${path}`));
  } catch (error) {
    const { status, body, headers } = refusalOf(error);
    send(response, status, body, headers);
  }
}

/** Where a page begins that is past the end. */
class PastTheEnd extends Error {}

/** Currencies and what one USD was taken to be worth (data/README.md). */
const rates: Readonly<Record<string, number>> = { USD: 1, EUR: 0.9, GBP: 0.78, CHF: 0.87 };

/** Only what is in `$filter` chooses rows: the same names as parameters of their own do nothing. */
function pageOf(parameters: URLSearchParams, address: string): object {
  const currency = currencyOf(parameters.get('currencyCode'));
  const skip = Number(parameters.get('$skip') ?? '0');
  if (!Number.isInteger(skip) || skip < 0)
    throw new FilterError('Invalid OData parameters supplied');
  const rows = findRows(parameters.get('$filter'), skip);
  if (!rows) throw new PastTheEnd();
  const rate = rates[currency] ?? 1;
  const items = rows.map((item) => inCurrency(item, currency, rate));
  const next = new URLSearchParams(parameters);
  next.set('$skip', String(skip + pageSize));
  return {
    BillingCurrency: currency,
    CustomerEntityId: 'Default',
    CustomerEntityType: 'Retail',
    Items: items,
    // A full page has a link even where nothing comes after it.
    NextPageLink: items.length === pageSize ? `${address}?${next.toString()}` : null,
    Count: items.length,
  };
}

/** With quotes, as Microsoft writes it, and without. */
function currencyOf(said: string | null): string {
  const code = (said ?? 'USD').replaceAll("'", '').toUpperCase();
  if (code in rates) return code;
  throw new FilterError(`Invalid currency code: ${code}`);
}

const inCurrency = (item: RetailItem, currencyCode: string, rate: number): RetailItem => {
  if (rate === 1) return item;
  const retailPrice = Number((item.retailPrice * rate).toFixed(6));
  return { ...item, currencyCode, retailPrice, unitPrice: retailPrice };
};

function refusalOf(error: unknown): {
  status: number;
  body: object;
  headers?: Readonly<Record<string, string>>;
} {
  if (error instanceof PastTheEnd) return { status: 400, body: { Message: 'Bad Request' } };
  if (error instanceof FilterError) return { status: 400, body: { Message: error.message } };
  if (!(error instanceof ArmRefusal)) throw error;
  const { status, headers, error: told } = error;
  return { status, headers, body: { Message: told?.message ?? '' } };
}

function send(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}
