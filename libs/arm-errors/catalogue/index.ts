import { busyRules, busyTexts } from './busy.js';
import { capacityCodes, capacityTexts } from './capacity.js';
import { faultRules } from './fault.js';
import { computeInstanceRules } from './compute-instance.js';
import { lockRules } from './lock.js';
import { missingRules } from './missing.js';
import { nameRules } from './name.js';
import { networkRules } from './network.js';
import { permissionRules } from './permission.js';
import { policyRules } from './policy.js';
import { quotaCodes, quotaTexts } from './quota.js';
import { requestRules, weakCodes } from './request.js';
import type { ArmErrorRule } from './rule.js';
import { setupRules } from './setup.js';
import { throttlingRules } from './throttling.js';
import { vmSizeRules } from './vm-size.js';
import { workspaceRules } from './workspace.js';

export type { ArmErrorCause, ArmErrorRule, ErrorText, Facts } from './rule.js';

/**
 * Every error of ARM's that we say more about than ARM does. The first rule that fits wins: workspaces and sizes
 * whatever their code, then codes with one meaning, then texts, then codes with several. Codes and messages:
 * docs/azure-facts.md#errors.
 */
export const armErrorCatalogue: readonly ArmErrorRule[] = [
  ...workspaceRules,
  ...vmSizeRules,
  ...lockRules,
  ...policyRules,
  ...quotaCodes,
  ...capacityCodes,
  ...throttlingRules,
  ...permissionRules,
  ...setupRules,
  ...busyRules,
  ...computeInstanceRules,
  ...networkRules,
  ...requestRules,
  ...nameRules,
  ...quotaTexts,
  ...capacityTexts,
  ...busyTexts,
  ...missingRules,
  ...weakCodes,
  ...faultRules,
];

/** Outer codes that say less than what they wrap (docs/azure-facts.md#errors), lower case. */
export const genericCodes: ReadonlySet<string> = new Set([
  '',
  'ok',
  'badrequest',
  'badrequestformat',
  'invalidrequest',
  'invalid',
  'usererror',
  'systemerror',
  'serviceerror',
  'error',
  'conflict',
  'conflicterror',
  'forbidden',
  'internalservererror',
  'internalerror',
  'unknownerror',
  'none',
  'validation',
  'validationerror',
  'badargument',
  'deploymentfailed',
  'deploymentoperationfailed',
  'resourcedeploymentfailure',
  'resourceoperationfailure',
  'operationfailed',
  'invalidtemplatedeployment',
  'multipleerrorsoccurred',
  'failed',
  'canceled',
]);
