import type { PricedSize } from './price-table.js';
import type { HourlyPrices } from './prices-of-size.js';
import { guidOf, retailItem, type RetailItem } from './retail-item.js';
import { skuNameOf, type SharedMeter } from './shared-meters.js';

interface SizeInRegion {
  size: PricedSize;
  region: string;
  meter: SharedMeter;
  prices: HourlyPrices;
}

type Row = Partial<RetailItem> & Pick<RetailItem, 'retailPrice'>;

const hoursAYear = 8_760;

/** Every row of a size: the price of Linux, and all that can be taken for it (docs/azure-facts.md#prices). */
export function rowsOfSize({ size, region, meter, prices }: SizeInRegion): RetailItem[] {
  const series = seriesOf(size);
  const product = `Virtual Machines ${series}`;
  const windows = `${product}${series.endsWith('Srs') ? ' Win' : ' Windows'}`;
  const skuName = skuNameOf(size);
  const row = (productName: string, ending: string, more: Row): RetailItem =>
    retailItem({
      armRegionName: region,
      armSkuName: size.name,
      productName,
      skuName: `${skuName}${ending}`,
      meterName: `${meter.name}${ending}`,
      meterId: guidOf(`${region} ${meter.name} ${productName.slice(product.length)}${ending}`),
      isPrimaryMeterRegion: size === meter.primary,
      ...more,
    });
  const { linux, lowPriority, windowsLowPriority } = prices;
  return [
    row(windows, '', { retailPrice: prices.windows }),
    row(windows, '', { retailPrice: linux, type: 'DevTestConsumption' }),
    ...(series.endsWith('Srs')
      ? []
      : [row(cloudServicesOf(size, series), '', { retailPrice: prices.windows })]),
    row(product, ' Spot', { retailPrice: part(linux, 0.12) }),
    ...(lowPriority === undefined
      ? []
      : [row(product, ' Low Priority', { retailPrice: lowPriority })]),
    ...(windowsLowPriority === undefined
      ? []
      : [row(windows, ' Low Priority', { retailPrice: windowsLowPriority })]),
    ...reservations.map(({ reservationTerm, years, of }) =>
      row(product, '', {
        retailPrice: Math.round(linux * of * years * hoursAYear),
        type: 'Reservation',
        reservationTerm,
      }),
    ),
    ...inTheWay(size.name).map(({ ending, of, ...more }) =>
      row(product, ending, { retailPrice: part(linux, of), ...more }),
    ),
    row(product, '', { retailPrice: linux }),
  ];
}

/** The price of the whole term, whatever unitOfMeasure says. */
const reservations = [
  { reservationTerm: '1 Year', years: 1, of: 0.62 },
  { reservationTerm: '3 Years', years: 3, of: 0.4 },
];

const part = (price: number, of: number): number => Number((price * of).toFixed(6));

const seriesOf = ({ family }: PricedSize): string => {
  const name = family.replace(/^standard ?/i, '').replace(/ ?Family$/, '');
  return name.startsWith('NCC') ? `${name} Srs` : `${name.replaceAll('_', ' ')} Series`;
};

/** Both spellings are there; the price is that of Windows. */
const cloudServicesOf = ({ name }: PricedSize, series: string): string =>
  name.endsWith('_v2') ? `${series} Cloud Services` : `${series} CloudServices`;

interface InTheWay extends Partial<RetailItem> {
  ending: string;
  /** The part of the price that it says. */
  of: number;
}

/** Rows that only some sizes have: always the same ones. */
const seldom: readonly (InTheWay & { every: number })[] = [
  { every: 5, ending: '', of: 1.1, effectiveStartDate: '2099-01-01T00:00:00Z' },
  { every: 7, ending: '', of: 1.2, effectiveStartDate: '2019-06-01T00:00:00Z' },
  { every: 11, ending: ' Promo', of: 0.5 },
  { every: 13, ending: ' - Expired', of: 0.9, effectiveStartDate: '2024-06-01T00:00:00Z' },
  { every: 17, ending: ' Free', of: 0.01 },
  { every: 19, ending: ' SPECIAL', of: 0.7 },
];

function inTheWay(name: string): InTheWay[] {
  const number = Number.parseInt(guidOf(name).slice(0, 6), 16);
  const others = name.endsWith('_Promo')
    ? seldom.filter(({ ending }) => ending !== ' Promo')
    : seldom;
  return others.flatMap(({ every, ...row }) => (number % every === 0 ? [row] : []));
}
