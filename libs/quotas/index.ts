export { bindingLines, countingLine } from './binding-lines.rules.js';
export {
  checkQuota,
  type CheckedQuota,
  type QuotaKinds,
  type QuotaQuestion,
} from './check-quota.js';
export { findOffers, type OffersAsked } from './find-offers.js';
export { findRegionUsages, type RegionUsages } from './region-usages.repository.js';
export { quotaRefusals, quotaWarnings } from './quota-words.rules.js';
export {
  offerAvailabilities,
  quotaScopes,
  type OfferAvailability,
  type QuotaCheck,
  type QuotaLine,
  type QuotaScope,
  type SizeOffer,
} from './quota-check.value.js';
export type { DemandingChange, QuotaDemand } from './quota-demand.value.js';
