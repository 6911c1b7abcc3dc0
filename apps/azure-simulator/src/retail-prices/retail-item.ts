import { hash } from 'node:crypto';

/** A row as the Retail Prices API answers it. */
export interface RetailItem {
  currencyCode: string;
  tierMinimumUnits: number;
  retailPrice: number;
  unitPrice: number;
  armRegionName: string;
  location: string;
  effectiveStartDate: string;
  meterId: string;
  meterName: string;
  productId: string;
  skuId: string;
  productName: string;
  skuName: string;
  serviceName: string;
  serviceId: string;
  serviceFamily: string;
  unitOfMeasure: string;
  type: 'Consumption' | 'DevTestConsumption' | 'Reservation';
  isPrimaryMeterRegion: boolean;
  armSkuName: string;
  reservationTerm?: string;
}

const digest = (text: string): string => hash('sha1', text);

/** A GUID that is the same for the same text. */
export const guidOf = (text: string): string =>
  digest(text).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');

/** Says of what is left out what most rows say. */
export function retailItem(
  said: Pick<RetailItem, 'armRegionName' | 'retailPrice' | 'productName' | 'skuName'> &
    Partial<RetailItem>,
): RetailItem {
  const { armRegionName, productName, skuName } = said;
  const productId = `DZH318Z0${digest(productName).slice(0, 4).toUpperCase()}`;
  return {
    currencyCode: 'USD',
    tierMinimumUnits: 0,
    unitPrice: said.retailPrice,
    location: armRegionName,
    effectiveStartDate: '2023-01-01T00:00:00Z',
    meterId: guidOf(`${armRegionName} ${productName} ${skuName}`),
    meterName: skuName,
    productId,
    skuId: `${productId}/${digest(skuName).slice(0, 4).toUpperCase()}`,
    serviceName: 'Virtual Machines',
    serviceId: 'DZH313Z7MMC8',
    serviceFamily: 'Compute',
    unitOfMeasure: '1 Hour',
    type: 'Consumption',
    isPrimaryMeterRegion: true,
    armSkuName: '',
    ...said,
  };
}
