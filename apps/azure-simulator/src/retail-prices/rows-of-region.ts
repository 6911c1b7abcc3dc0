import { LRUCache } from 'lru-cache';
import { priceTable, type PricedSize, type PriceTable } from './price-table.js';
import { pricesOfSize, type HourlyPrices } from './prices-of-size.js';
import { retailItem, type RetailItem } from './retail-item.js';
import { rowsOfSize } from './rows-of-size.js';
import { sharedMeters } from './shared-meters.js';

/** Many thousand objects each: whoever reads a region page by page finds it standing. */
const regions = new LRUCache<string, readonly RetailItem[]>({ max: 6 });

/** All there is in a region, in the order that pages have; empty for what is no region. */
export function rowsOfRegion(region: string): readonly RetailItem[] {
  const kept = regions.get(region);
  if (kept) return kept;
  const table = priceTable();
  const rows = table.regions.includes(region) ? makeRows(table, region) : [];
  regions.set(region, rows);
  return rows;
}

function makeRows({ sizes }: PriceTable, region: string): RetailItem[] {
  const priced = sizes.flatMap((size): [PricedSize, HourlyPrices][] => {
    const prices = pricesOfSize(size, region);
    return prices ? [[size, prices]] : [];
  });
  const pricesOf = new Map(priced);
  return [
    ...sharedMeters(priced).flatMap((meter) =>
      meter.sizes.flatMap((size) => {
        const prices = pricesOf.get(size);
        return prices ? rowsOfSize({ size, region, meter, prices }) : [];
      }),
    ),
    ...sizes.flatMap((size) => (isComing(size, region) ? [freeRow(size, region)] : [])),
    ...oddRows(region),
    disk(region),
  ];
}

/** New M sizes are listed before they have a price (docs/azure-facts.md#prices). */
const isComing = ({ name, prices }: PricedSize, region: string): boolean =>
  /^Standard_M.*_v3$/.test(name) && !prices.has(region);

const freeRow = ({ name }: PricedSize, region: string): RetailItem =>
  retailItem({
    armRegionName: region,
    retailPrice: 0,
    productName: 'Virtual Machines Mv3 Series',
    skuName: name.replace('Standard_', '').replaceAll('_', ' '),
    armSkuName: name,
  });

/** Rows of Virtual Machines that are of no size. */
const oddRows = (region: string): RetailItem[] =>
  [
    { productName: 'Dsv3 Series Dedicated Host', armSkuName: 'Dsv3_Type1', retailPrice: 4.224 },
    {
      productName: 'Virtual Machines Dv2 Series',
      armSkuName: 'ARM_SKU_NAME_PLACEHOLDER',
      retailPrice: 1,
    },
    { productName: 'Virtual Machines Dv2 Series', armSkuName: '', retailPrice: 1 },
  ].map((odd) => retailItem({ armRegionName: region, skuName: odd.armSkuName || 'D2 v2', ...odd }));

const disk = (region: string): RetailItem =>
  retailItem({
    armRegionName: region,
    retailPrice: 19.71,
    productName: 'Premium SSD Managed Disks',
    skuName: 'P10 LRS',
    meterName: 'P10 LRS Disk',
    serviceName: 'Storage',
    serviceId: 'DZH317F1HKN0',
    serviceFamily: 'Storage',
    unitOfMeasure: '1/Month',
    armSkuName: 'Premium_SSD_Managed_Disk_P10',
  });
