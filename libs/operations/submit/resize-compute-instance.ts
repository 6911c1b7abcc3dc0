import { z } from 'zod';
import { normaliseLocation } from '#libs/kernel';
import {
  checkVmSize,
  nothing,
  readInstanceRow,
  together,
  vmSizeKey,
  type Findings,
  type InstanceDesired,
  type WantedOffer,
} from '#libs/resources';
import type { VerbContext } from '#libs/tenants';
import { changeInstance } from './change-instance.js';
import { checkResize } from './check-resize.js';
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

/**
 * Accepts another VM size, where Azure does not say at once that it cannot be; which ones there are for it is in
 * `allowedResizeSizes`. `noop` where it has that size.
 */
export async function resizeComputeInstance(
  deps: SubmitDeps,
  context: VerbContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const { computeId, vmSize, ifMatch } = input.value;
  const request = requestOf(inputSchema, 'resizeComputeInstance', input.value);
  const changeWith = (said: Findings) =>
    changeInstance(
      { kind: 'COMPUTE_INSTANCE_RESIZE', computeId, ifMatch, request },
      (standing, target) => {
        const noop = vmSizeKey(vmSize) === vmSizeKey(sizeOf(standing, target));
        return {
          desired: { ...standing, vmSize },
          findings: together(checkVmSize(vmSize), checkVerb('resize', target), said),
          noop,
          ...(!noop && { offer: offerOf(vmSize, target) }),
        };
      },
    );
  const said = await checkResize(deps, context, changeWith(nothing), vmSize);
  return submitChange(deps, context, changeWith(said));
}
