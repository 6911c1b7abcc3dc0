import type { ArmErrorRule } from './rule.js';

const capacity = {
  cause: 'capacity',
  retry: 'LATER',
  remedy:
    'Azure has no machines of this size there now. More quota does not help: try again later, take another VM size or region, or dedicated instead of low priority.',
} as const;

export const capacityCodes: readonly ArmErrorRule[] = [
  { ...capacity, code: 'SkuNotAvailable', armCodes: ['skunotavailable'] },
  {
    ...capacity,
    code: 'AllocationFailed',
    armCodes: ['allocationfailed', 'zonalallocationfailed', 'allocationtimedout'],
    codePattern: /^overconstrained\w*allocationrequest$/i,
  },
];

export const capacityTexts: readonly ArmErrorRule[] = [
  {
    ...capacity,
    code: 'AllocationFailed',
    text: /do(?:es)? not have (?:sufficient|enough) capacity|insufficient capacity|out of capacity|capacity restrictions|size .*\bcurrently not available in location/is,
  },
];
