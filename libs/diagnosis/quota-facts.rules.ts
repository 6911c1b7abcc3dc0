import type { Usage, VmSizeFacts, VmPriority } from '#libs/resources';
import { bindingQuotas, isQuotaTold } from './binding-quotas.rules.js';
import { bodyOf, evidenceOf } from './reading.rules.js';
import type { Surroundings } from './unsettled.rules.js';

interface QuotaFacts {
  size: VmSizeFacts | undefined;
  lines: Usage[];
  /** Whether all that binds is known: usages were read, and have a line and a number for it. */
  isTold: boolean;
  evidence: object;
}

/** The quota lines that bind a compute, with when they were read. */
export function quotaFacts(
  armId: string,
  { vmSize, vmPriority }: { vmSize: string; vmPriority: VmPriority },
  { usages, vmSizes, since }: Surroundings,
  now: Date,
): QuotaFacts {
  const read = bodyOf(usages, { since, now }) ?? [];
  const nodes = { armId, vmSize, vmPriority };
  // What a size is does not change: an old list of them is as good.
  const size = vmSizes?.body?.[vmSize.toLowerCase()];
  const lines = bindingQuotas(nodes, size, read);
  const quotas = lines.map(({ of, name, current, limit }) => ({ of, name, current, limit }));
  const evidence = {
    vmSize,
    vmPriority,
    vmFamily: size?.family ?? null,
    vCpusPerNode: size?.vCpus ?? null,
    quotas,
    lookedAtQuota: evidenceOf('usages', usages, {
      since,
      now,
    }),
  };
  return { size, lines, isTold: isQuotaTold(nodes, size, read), evidence };
}
