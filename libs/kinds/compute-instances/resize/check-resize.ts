import { z } from 'zod';
import { armOperations, type ApiVersionOverrides } from '#libs/arm-versions';
import { mostAlike } from '#libs/kernel';
import { nothing, refusal, vmSizeKey, type Findings } from '#libs/resources';
import {
  ArmError,
  readTargetToAsk,
  type SubmitDeps,
  obstacleTo,
  type ChangeRequest,
} from '#libs/operations';
import { readResizeSizes } from './read-resize-sizes.js';
import type { VerbContext } from '#libs/verbs';

/** Milliseconds that Azure has to say which sizes there are. */
const answersWithinMs = 5_000;
/** Sizes that a refusal names. */
const mostNamed = 30;

/**
 * Refuses what Azure says now that it will not do: SIZE_NOT_SUPPORTED with the sizes that the instance can become,
 * API_VERSION_NOT_SERVED where it serves the call for another size at no version. It is asked where nothing else stands in
 * the way; where it does not answer nothing is refused, and the resize itself tells.
 */
export async function checkResize(
  deps: SubmitDeps,
  context: VerbContext,
  change: ChangeRequest,
  vmSize: string,
): Promise<Findings> {
  const target = await readTargetToAsk(deps, context, change);
  if (!target || obstacleTo(change, target)) return nothing;
  const { noop, findings } = change.plan(target);
  if (noop || findings.errors.length > 0) return nothing;
  try {
    const sizes = await readResizeSizes(deps.arm, target.armId, answersWithinMs);
    return sizes ? checkAllowed(vmSize, sizes.flatMap(nameOf)) : nothing;
  } catch (error) {
    if (error instanceof ArmError) return checkServed(error, deps.apiVersions);
    throw error;
  }
}

const sizeSchema = z.object({ name: z.string() });
const nameOf = (size: unknown): readonly string[] => {
  const read = sizeSchema.safeParse(size);
  return read.success ? [read.data.name] : [];
};

function checkAllowed(vmSize: string, allowed: readonly string[]): Findings {
  if (allowed.some((name) => vmSizeKey(name) === vmSizeKey(vmSize))) return nothing;
  const named = mostAlike(allowed, vmSize, { most: mostNamed, atLeast: -1 });
  const more = allowed.length > named.length ? ', … (allowedResizeSizes has all)' : '';
  const there = named.length > 0 ? `It can: ${named.join(', ')}${more}.` : 'There is none now.';
  const message = `The instance cannot become ${vmSize}, says Azure. ${there}`;
  return refusal('SIZE_NOT_SUPPORTED', ['input', 'vmSize'], message);
}

/** Both calls came with the same versions: a region that has not the one has not the other either. */
function checkServed({ error }: ArmError, overrides: ApiVersionOverrides = {}): Findings {
  if (error.code !== 'API_VERSION_NOT_SERVED') return nothing;
  const all = { ...armOperations, ...overrides };
  const asked: readonly string[] = all['computes/getAllowedVmSizesForResize'];
  const versions: readonly string[] = all['computes/resize'];
  if (!versions.every((version) => asked.includes(version))) return nothing;
  const message = `No size of a compute instance can be changed in this region or cloud: ${error.message} Make a new instance with the size. Where Azure has resize at another api-version, let an administrator set ARMATURE_AZURE_API_VERSIONS="computes/resize=<version>" for the API and the worker, start both again, and ask again.`;
  return refusal('API_VERSION_NOT_SERVED', ['input', 'vmSize'], message);
}
