import { Decimal } from 'decimal.js';
import type { VmPriority } from '#libs/resources';
import { vmSizeKey } from '#libs/resources';
import { osDisk, type ListedAmount, type ListedPrice } from './listed-price.value.js';
import type { RetailRow } from './retail-row.schema.js';

/** What is asked for: rows of anything else are no answer. */
export interface AskedPrices {
  location: string;
  currency: string;
  at: Date;
}

const vmSize = /^standard_[a-z0-9_-]+$/i;

/** Says of a row what it is the price of beside a machine with Linux; undefined where of nothing else (docs/azure-facts.md#prices). */
const otherThings: readonly (readonly [RegExp, keyof RetailRow, string])[] = [
  [/ win(dows)?$/i, 'productName', 'with Windows'],
  [/cloud ?services/i, 'productName', 'of Cloud Services'],
  [/dedicated host/i, 'productName', 'of dedicated hosts'],
  [/ spot\b/i, 'skuName', 'of Spot'],
  [/ spot\b/i, 'meterName', 'of Spot'],
  [/\b(expired|free|promo|special)\b/i, 'skuName', 'that are special'],
  [/\b(expired|free|promo|special)\b/i, 'meterName', 'that are special'],
];

const priorityOf = ({ skuName, meterName }: RetailRow): VmPriority =>
  /low priority/i.test(`${skuName} ${meterName}`) ? 'LOW_PRIORITY' : 'DEDICATED';

/**
 * The one price of each VM size and tier that rows tell of, or none and why. Low priority is what Azure lists, never a part of another
 * price. Sizes that no row tells of are left out.
 */
export function choosePrices(rows: readonly RetailRow[], asked: AskedPrices): ListedPrice[] {
  const ofMachines = rows.filter((row) => vmSize.test(row.armSkuName) && isAsked(row, asked));
  const groups = Map.groupBy(
    ofMachines,
    (row) => `${vmSizeKey(row.armSkuName)} ${priorityOf(row)}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const named = {
      item: vmSizeKey(first.armSkuName),
      name: first.armSkuName,
      vmPriority: priorityOf(first),
    };
    return [{ ...named, ...chooseOne(group, '1 Hour', asked) }];
  });
}

/** The price of the disk that a compute instance has for its operating system, a month. */
export function chooseDisk(rows: readonly RetailRow[], asked: AskedPrices): ListedPrice {
  const ofDisk = rows.filter(
    (row) =>
      isAsked(row, asked) &&
      row.productName === 'Premium SSD Managed Disks' &&
      row.meterName === 'P10 LRS Disk',
  );
  const chosen = chooseOne(ofDisk, '1/Month', asked);
  return { item: osDisk, name: 'P10 LRS Disk', vmPriority: 'DEDICATED', ...chosen };
}

const isAsked = (row: RetailRow, { location, currency }: AskedPrices): boolean =>
  row.armRegionName === location && row.currencyCode === currency;

function chooseOne(
  rows: readonly RetailRow[],
  unitOfMeasure: string,
  { at }: AskedPrices,
): ListedAmount {
  const paid = rows.filter((row) => isPayAsYouGo(row) && row.unitOfMeasure === unitOfMeasure);
  const ofLinux = paid.filter((row) => otherThingOf(row) === undefined);
  const priced = ofLinux.filter(({ retailPrice }) => isPrice(retailPrice));
  const begun = priced.filter((row) => startOf(row) <= at.getTime());
  const newest = Math.max(...begun.map(startOf));
  const left = begun.filter((row) => startOf(row) === newest);
  const amounts = new Set(left.map(({ retailPrice }) => new Decimal(retailPrice).toFixed()));
  const [amount, ...others] = amounts;
  if (amount !== undefined && others.length === 0) return { amount, missingBecause: null };
  return { amount: null, missingBecause: whyNone({ paid, ofLinux, priced, amounts }) };
}

/** Reservations say so in their type, whatever was filtered for. */
const isPayAsYouGo = ({ type, reservationTerm }: RetailRow): boolean =>
  type === 'Consumption' && !reservationTerm;

/** Sizes that are called so themselves, such as Standard_D11_v2_Promo, are what they are. */
const otherThingOf = (row: RetailRow): string | undefined =>
  otherThings.find(([pattern, field]) => pattern.test(withoutOwnName(row, row[field] ?? '')))?.[2];

const withoutOwnName = ({ armSkuName }: RetailRow, text: string): string =>
  /_promo$/i.test(armSkuName) ? text.replaceAll(/ promo\b/gi, '') : text;

/** 0 is what new sizes have before they are priced. */
const isPrice = (amount: string): boolean => amount !== '' && new Decimal(amount).gt(0);

const startOf = ({ effectiveStartDate }: RetailRow): number => {
  const at = Date.parse(effectiveStartDate);
  return Number.isNaN(at) ? 0 : at;
};

function whyNone({
  paid,
  ofLinux,
  priced,
  amounts,
}: {
  paid: readonly RetailRow[];
  ofLinux: readonly RetailRow[];
  priced: readonly RetailRow[];
  amounts: ReadonlySet<string>;
}): string {
  if (amounts.size > 1)
    return `Azure lists several prices and does not say which is meant: ${[...amounts].sort().join(', ')}.`;
  if (priced.length > 0) return `Azure lists a price from ${firstStart(priced)} on.`;
  if (ofLinux.length > 0) return 'Azure lists it without a price yet.';
  const others = [...new Set(paid.map((row) => otherThingOf(row) ?? ''))].sort();
  if (others.length > 0) return `Azure lists prices ${others.join(' and ')} alone.`;
  return 'Azure lists no price of it by the hour.';
}

const firstStart = (rows: readonly RetailRow[]): string =>
  new Date(Math.min(...rows.map(startOf))).toISOString().slice(0, 10);
