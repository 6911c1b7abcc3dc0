import { z } from 'zod';
import { normaliseLocation } from '#libs/kernel';
import {
  checkVmSize,
  readInstanceRow,
  together,
  vmSizeKey,
  type InstanceDesired,
  type WantedOffer,
} from '#libs/resources';
import type { RequestContext } from '#libs/tenants';
import { changeInstance } from './change-instance.js';
import { requestOf } from './idempotency.js';
import { idempotencyKeySchema, ifMatchSchema, parseInput, rowIdSchema } from './parse-input.js';
import { checkVerb } from './power-compute-instance.js';
import type { Target } from './scope.repository.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitChange } from './submit-change.js';

const inputSchema = z.object({
  computeId: rowIdSchema,
  vmSize: z.string().max(200),
  ifMatch: ifMatchSchema,
  idempotencyKey: idempotencyKeySchema,
});

/** What Azure last reported: the size that was asked for may be that of a resize that failed. */
const sizeOf = ({ vmSize }: InstanceDesired, target: Target): string =>
  readInstanceRow(target).observed?.vmSize || vmSize;

const offerOf = (vmSize: string, { location }: Target): WantedOffer => ({
  location: normaliseLocation(location),
  stands: null,
  size: { vmSize, computeType: 'ComputeInstance', vmPriority: 'DEDICATED' },
});

/** Accepts another VM size; which ones there are for it is in `allowedResizeSizes`. `noop` where it has that size. */
export async function resizeComputeInstance(
  deps: SubmitDeps,
  context: RequestContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const { computeId, vmSize, ifMatch } = input.value;
  const change = changeInstance(
    {
      kind: 'COMPUTE_INSTANCE_RESIZE',
      computeId,
      ifMatch,
      request: requestOf(inputSchema, 'resizeComputeInstance', input.value),
    },
    (standing, target) => {
      const noop = vmSizeKey(vmSize) === vmSizeKey(sizeOf(standing, target));
      return {
        desired: { ...standing, vmSize },
        findings: together(checkVmSize(vmSize), checkVerb('resize', target)),
        noop,
        ...(!noop && { offer: offerOf(vmSize, target) }),
      };
    },
  );
  return submitChange(deps, context, change);
}
