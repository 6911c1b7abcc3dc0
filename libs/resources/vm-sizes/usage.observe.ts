import { z } from 'zod';
import { armIdKey } from '#libs/kernel';
import type { VmPriority } from './vm-priority.schema.js';
import type { ResourceBody } from '../answers/resource-body.js';
import { familyKeyOfUsage } from './vm-family.rules.js';
import { observePrices, type EstimatedPrices } from './vm-price.observe.js';

/** One line of a region's usages: vCPUs used, and how many may be. */
export interface Usage {
  of: 'REGION' | 'FAMILY' | 'WORKSPACE_FAMILY';
  priority: VmPriority;
  /** Azure's display text. */
  name: string;
  /** The family in the form that families compare by; empty for a region's lines. */
  familyKey: string;
  /** ARM id of the workspace, lower case, where the line is one workspace's. */
  workspaceKey: string | null;
  /** null: Azure does not tell, as for offers that have no quota of their own (docs/azure-facts.md#usages). */
  current: number | null;
  /** -1: none, as low priority has in families (docs/azure-facts.md#usages). */
  limit: number;
}

const usageAnswer = z.object({
  id: z.string().catch(''),
  type: z.string().catch(''),
  currentValue: z.number().nullish().catch(null),
  limit: z.number(),
  name: z
    .object({ value: z.string().nullish(), localizedValue: z.string().nullish() })
    .nullish()
    .catch(null),
});

/** The vCPU lines of a region's usages; lines of other things are left out (docs/azure-facts.md#usages). */
export const observeUsages = (bodies: readonly ResourceBody[]): Usage[] =>
  bodies.flatMap((body) => {
    const read = usageAnswer.safeParse(body).data;
    const line = read && observeLine(read);
    return line ? [line] : [];
  });

function observeLine({
  id,
  type,
  name,
  ...numbers
}: z.infer<typeof usageAnswer>): Usage | undefined {
  const [holder = '', segment = ''] = id.split(/\/usages\/?/i);
  const texts = [name?.value, segment, name?.localizedValue].filter(
    (text) => typeof text === 'string',
  );
  const keys = texts.map(familyKeyOfUsage);
  const levels = type.toLowerCase().split('/').slice(1, -1);
  const of = levelOf(levels, texts);
  const workspaceKey = /^.*\/workspaces\/[^/]+/i.exec(holder)?.[0];
  if (!of || (of === 'WORKSPACE_FAMILY' && !workspaceKey)) return undefined;
  return {
    of,
    priority: priorityOf(levels, texts),
    name: name?.localizedValue ?? name?.value ?? segment,
    familyKey: of === 'REGION' ? '' : (keys.find((key) => key.endsWith('family')) ?? keys[0] ?? ''),
    workspaceKey: of === 'WORKSPACE_FAMILY' && workspaceKey ? armIdKey(workspaceKey) : null,
    current: numbers.currentValue ?? null,
    limit: numbers.limit,
  };
}

/** Totals are known by their names too, as their types are written down nowhere; the rest by type, in both spellings. */
function levelOf(levels: readonly string[], texts: readonly string[]): Usage['of'] | undefined {
  if (levels.includes('computes')) return undefined;
  if (levels.includes('workspaces') || levels.includes('workspace')) return 'WORKSPACE_FAMILY';
  if (levels.includes('vmfamily')) return 'FAMILY';
  const isTotal = texts.some((text) => /^total.*(?:dedicated|low.?priority)/i.test(text));
  return isTotal || isCores(levels.join('/')) ? 'REGION' : undefined;
}

const isCores = (level: string): boolean =>
  level === 'dedicatedcores' || level === 'lowprioritycores';

/** By type where it says so: the two lines of a family then have one name (docs/azure-facts.md#usages). */
function priorityOf(levels: readonly string[], texts: readonly string[]): VmPriority {
  const byType = levels.find(isCores);
  return /low.?priority/i.test(byType ?? texts.join(' ')) ? 'LOW_PRIORITY' : 'DEDICATED';
}

export interface VmSizeFacts {
  family: string;
  vCpus: number;
  /** As Azure writes it; absent in what was read before it was kept, as those below. */
  name?: string;
  /** ARM's words for what it can be: AmlCompute, ComputeInstance. Null: Azure does not say. */
  computeTypes?: string[] | null;
  /** Whether low-priority nodes come in it. Null: Azure does not say. */
  lowPriority?: boolean | null;
  /** Absent where Azure tells none. */
  usdHour?: EstimatedPrices;
}

const sizeAnswer = z.object({
  name: z.string(),
  family: z.string().catch(''),
  vCPUs: z.number().catch(0),
  supportedComputeTypes: z.array(z.string()).nullish().catch(null),
  lowPriorityCapable: z.boolean().nullish().catch(null),
  estimatedVMPrices: z.unknown().optional().transform(observePrices),
});

/** What quota counts a VM size by, keyed by its name in lower case. */
export const observeVmSizes = (bodies: readonly ResourceBody[]): Record<string, VmSizeFacts> =>
  Object.fromEntries(
    bodies.flatMap((body) => {
      const size = sizeAnswer.safeParse(body).data;
      return size ? [[size.name.toLowerCase(), factsOf(size)]] : [];
    }),
  );

const factsOf = (size: z.infer<typeof sizeAnswer>): VmSizeFacts => ({
  family: size.family,
  vCpus: size.vCPUs,
  name: size.name,
  computeTypes: size.supportedComputeTypes ?? null,
  lowPriority: size.lowPriorityCapable ?? null,
  ...(Object.keys(size.estimatedVMPrices).length > 0 && { usdHour: size.estimatedVMPrices }),
});
