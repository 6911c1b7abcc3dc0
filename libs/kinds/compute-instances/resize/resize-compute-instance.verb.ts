import { z } from 'zod';
import { normaliseLocation } from '#libs/kernel';
import {
  checkVmSize,
  nothing,
  together,
  vmSizeKey,
  type Findings,
  type WantedOffer,
} from '#libs/resources';
import { exampleId, gql, idempotencyKeyField, idOf, verb } from '#libs/verbs';
import {
  requestOf,
  ifMatchField,
  type Target,
  type SubmitDeps,
  submitChange,
} from '#libs/operations';
import { readComputeInstanceRow } from '../read-compute-instance-row.js';
import type { ComputeInstanceDesired } from '../compute-instance.schema.js';
import { changeComputeInstance } from '../changes/change-compute-instance.js';
import { checkResize } from './check-resize.js';
import { computeInstanceAction, computeInstanceActionPayload } from '../compute-instance.input.js';
import { checkVerb } from '../power/power-compute-instance.verb.js';

const inputSchema = z
  .strictObject({
    computeId: idOf('ComputeInstance').describe('The instance.'),
    vmSize: z.string().max(200).describe('VM size: one of allowedResizeSizes.'),
    ifMatch: ifMatchField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'The instance, and its new size.' });

/** What Azure last reported: the size that was asked for may be that of a resize that failed. */
const sizeOf = ({ vmSize }: ComputeInstanceDesired, target: Target): string =>
  readComputeInstanceRow(target).observed?.vmSize || vmSize;

const offerOf = (vmSize: string, { location }: Target): WantedOffer => ({
  location: normaliseLocation(location),
  stands: null,
  size: { vmSize, computeType: 'ComputeInstance', vmPriority: 'DEDICATED' },
});

/**
 * Accepts another VM size, where Azure does not say at once that it cannot be; which ones there are for it is in
 * `allowedResizeSizes`. `noop` where it has that size.
 */
export const resizeComputeInstance = verb({
  name: 'resizeComputeInstance',
  noun: 'compute instance',
  summary: 'Gives an instance another VM size: one of its allowedResizeSizes.',
  input: inputSchema,
  example: { computeId: exampleId('ComputeInstance'), vmSize: 'Standard_DS12_v2' },
  target: 'computeId',
  permission: 'operate',
  effect: 'change',
  destructive: true,
  answer: computeInstanceAction,
  payload: computeInstanceActionPayload,
  run: async (deps: SubmitDeps, context, input) => {
    const { computeId, vmSize, ifMatch } = input;
    const request = requestOf(inputSchema, context, input);
    const changeWith = (said: Findings) =>
      changeComputeInstance(
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
  },
});
