export type { BilledCompute, Range } from './billed-compute.value.js';
export type { Ceiling } from './ceiling.value.js';
export type { CostEstimate, CostLine } from './cost-estimate.value.js';
export { estimateCost, type CostedChange, type ExpectedUsage } from './estimate-cost.rules.js';
export type { EstimatePrices } from './estimate-prices.value.js';
export {
  rememberPrices,
  type EstimatePricesAsked,
  type FindEstimatePrices,
} from './remember-prices.js';
