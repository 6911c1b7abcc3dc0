export { amountOf, type Money } from './money.value.js';
export type { PriceSource, RegionPrices, VmPrice } from './vm-price.js';
export {
  findPrices,
  findRegionPrices,
  type PriceSettings,
  type PricesAsked,
} from './find-prices.js';
export { pricesOf, type PriceQuestion } from './agree.rules.js';
export type { ListedPrice } from './listed-price.value.js';
export type { StoredPrices } from './find-prices.repository.js';
export { noteWantedReadings } from './price-list.repository.js';
export { refreshPrices, type RefreshDependencies } from './refresh-prices.js';
export {
  RetailPricesError,
  type RetailPage,
  type RetailPricesPort,
  type RetailQuery,
} from './retail-prices.port.js';
