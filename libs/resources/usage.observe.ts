import { z } from 'zod';
import { armIdKey } from '#libs/kernel';
import type { VmPriority } from './compute-cluster.schema.js';
import type { ResourceBody } from './resource-body.js';
import { familyKeyOfUsage } from './vm-family.rules.js';

/** One line of a region's usages: vCPUs used, and how many may be. */
export interface Usage {
  of: 'REGION' | 'FAMILY' | 'WORKSPACE_FAMILY';
  priority: VmPriority;
  /** Azure's display text. */
  name: string;
  /** The last segment of the line's id, in the form that families compare by; empty for a region's lines. */
  familyKey: string;
  /** ARM id of the workspace, lower case, where the line is one workspace's. */
  workspaceKey: string | null;
  current: number;
  /** -1: none, as low priority has in families (arm-facts, Usages). */
  limit: number;
}

const usageAnswer = z.object({
  id: z.string().catch(''),
  type: z.string(),
  currentValue: z.number().nullish().catch(null),
  limit: z.number(),
  name: z
    .object({ value: z.string().nullish(), localizedValue: z.string().nullish() })
    .nullish()
    .catch(null),
});

/** Both spellings of workspaces' lines occur (arm-facts, Common rules). */
const levels: Record<string, Usage['of']> = {
  'dedicatedcores/usages': 'REGION',
  'lowprioritycores/usages': 'REGION',
  'vmfamily/usages': 'FAMILY',
  'workspaces/usages': 'WORKSPACE_FAMILY',
  'workspace/usages': 'WORKSPACE_FAMILY',
};

/** The vCPU lines of a region's usages; lines of other things are left out (arm-facts, Usages). */
export const observeUsages = (bodies: readonly ResourceBody[]): Usage[] =>
  bodies.flatMap((body) => {
    const line = usageAnswer.safeParse(body).data;
    const type = line?.type.toLowerCase().replace(/^[^/]*\//, '') ?? '';
    const of = levels[type];
    if (!line || !of) return [];
    const [holder = '', segment = ''] = line.id.split(/\/usages\/?/i);
    return [
      {
        of,
        priority: /low_?priority/i.test(`${type} ${segment}`) ? 'LOW_PRIORITY' : 'DEDICATED',
        name: line.name?.localizedValue ?? line.name?.value ?? segment,
        familyKey: of === 'REGION' ? '' : familyKeyOfUsage(segment),
        workspaceKey: of === 'WORKSPACE_FAMILY' ? armIdKey(holder) : null,
        current: line.currentValue ?? 0,
        limit: line.limit,
      },
    ];
  });

export interface VmSizeFacts {
  family: string;
  vCpus: number;
}

const sizeAnswer = z.object({ name: z.string(), family: z.string(), vCPUs: z.number() });

/** What quota counts a VM size by, keyed by its name in lower case. */
export const observeVmSizes = (bodies: readonly ResourceBody[]): Record<string, VmSizeFacts> =>
  Object.fromEntries(
    bodies.flatMap((body) => {
      const size = sizeAnswer.safeParse(body).data;
      return size ? [[size.name.toLowerCase(), { family: size.family, vCpus: size.vCPUs }]] : [];
    }),
  );
