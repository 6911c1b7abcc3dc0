import { z } from 'zod';
import { armIdKey } from '#libs/kernel';
import type { VmPriority } from './vm-priority.schema.js';
import type { ResourceBody } from '../answers/resource-body.js';
import { familyKeyOfUsage } from './vm-family.rules.js';

/** One line of a region's usages: how much is used, and how much may be; vCPUs but for the count of computes. */
export interface Usage {
  of: 'REGION' | 'FAMILY' | 'WORKSPACE_FAMILY' | 'COMPUTES' | 'COMPUTE';
  /** Null for the count of computes, which is over both. */
  priority: VmPriority | null;
  /** Azure's display text. */
  name: string;
  /** The family in the form that families compare by; empty for a region's lines. */
  familyKey: string;
  /** ARM id of the workspace, lower case, where the line is one workspace's. */
  workspaceKey: string | null;
  /** ARM id of the compute, lower case; present where the line is one compute's. */
  computeKey?: string;
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

/** The lines of a region's usages that are understood; others are left out (docs/azure-facts.md#usages). */
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
  const levels = type.toLowerCase().split('/').slice(1, -1);
  const of = levelOf(levels, texts);
  const isOfRegion = of === 'REGION' || of === 'COMPUTES';
  const keys = holderKeys(holder, of);
  if (!of || !keys) return undefined;
  return {
    of,
    priority: of === 'COMPUTES' ? null : priorityOf(levels, texts),
    name: name?.localizedValue ?? name?.value ?? segment,
    familyKey: isOfRegion ? '' : familyIn(texts),
    ...keys,
    current: numbers.currentValue ?? null,
    limit: numbers.limit,
  };
}

/** The one among several names that is a family's. */
function familyIn(texts: readonly string[]): string {
  const keys = texts.map(familyKeyOfUsage);
  return keys.find((key) => key.endsWith('family')) ?? keys[0] ?? '';
}

/** Whose line it is; undefined where it is one workspace's or compute's and does not say whose. */
function holderKeys(
  holder: string,
  of: Usage['of'] | undefined,
): Pick<Usage, 'workspaceKey' | 'computeKey'> | undefined {
  if (of !== 'WORKSPACE_FAMILY' && of !== 'COMPUTE') return { workspaceKey: null };
  const [workspace, compute] =
    /^.*\/workspaces\/[^/]+(\/computes\/[^/]+)?/i.exec(holder)?.values() ?? [];
  const workspaceKey = workspace && armIdKey(workspace);
  if (!workspaceKey) return undefined;
  if (of === 'WORKSPACE_FAMILY') return { workspaceKey };
  return compute ? { workspaceKey: null, computeKey: workspaceKey } : undefined;
}

/** Totals are known by their names too, as their types are written down nowhere; the rest by type, in both spellings. */
function levelOf(levels: readonly string[], texts: readonly string[]): Usage['of'] | undefined {
  if (levels.includes('computes')) return 'COMPUTE';
  if (levels.includes('workspaces') || levels.includes('workspace')) return 'WORKSPACE_FAMILY';
  if (levels.includes('vmfamily')) return 'FAMILY';
  if (texts.some((text) => /^(?:total)?[ _]?clusters$/i.test(text))) return 'COMPUTES';
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
