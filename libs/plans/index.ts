export { applyPlanVerb } from './apply-plan.verb.js';
export { forgetOldPlans } from './forget-old-plans.js';
export { planVerb } from './plan.verb.js';
export {
  type ChangeEffect,
  changeEffects,
  type Consequences,
  type PlannedChange,
} from './planned-change.js';
export { submits } from './planned-input.js';
