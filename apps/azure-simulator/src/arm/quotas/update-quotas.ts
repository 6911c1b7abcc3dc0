import { z } from 'zod';
import { armIdKey } from '#libs/kernel';
import type { Simulation } from '../../simulation.js';
import type { ArmAnswer, ArmRequest } from '../arm-request.js';
import { locationOf } from '../locations.js';
import { parseBody } from '../parse-body.js';
import { familyOfSegment } from './family-names.js';

const updateSchema = z.object({
  value: z.array(
    z.object({
      id: z.string(),
      type: z.string().nullish(),
      limit: z.int(),
      unit: z.string().nullish(),
    }),
  ),
  location: z.string().nullish(),
});
type QuotaUpdate = z.infer<typeof updateSchema>['value'][number];

const workspaceQuota =
  /^(\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.MachineLearningServices\/workspaces\/[^/]+)\/quotas\/([^/]+)$/i;

/**
 * Limits of single workspaces. Each item has a status of its own: a 200 can hold failures (docs/azure-facts.md#usages).
 */
export function updateQuotas(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const region = locationOf(request.parameters.location, 'locations/updateQuotas');
  const { value } = parseBody(updateSchema, request.body);
  const answered = value.map((item) => ({
    id: item.id,
    type: item.type ?? 'Microsoft.MachineLearningServices/workspaces/quotas',
    limit: item.limit,
    unit: 'Count',
    status: update(simulation, request, region, item),
  }));
  return { status: 200, body: { value: answered } };
}

function update(
  { quotas }: Simulation,
  { parameters }: ArmRequest,
  region: string,
  { id, limit }: QuotaUpdate,
): string {
  const [, workspaceId = '', segment = ''] = workspaceQuota.exec(id) ?? [];
  const family = familyOfSegment(segment);
  if (workspaceId === '') return 'Failure';
  if (family === undefined) return 'InvalidVMFamilyName';
  const { subscriptionId } = parameters;
  const limits = quotas.limitsOf(subscriptionId, region);
  if (limit > (limits.families[family] ?? limits.familyCores))
    return 'InvalidQuotaExceedsSubscriptionLimit';
  const workspaceKey = armIdKey(workspaceId);
  if (limit < quotas.usedBy(subscriptionId, region, 'Dedicated', family, workspaceKey))
    return 'InvalidQuotaBelowClusterMinimum';
  quotas.setWorkspaceLimit(workspaceKey, region, family, limit);
  return 'Success';
}
