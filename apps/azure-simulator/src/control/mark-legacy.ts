import { z } from 'zod';
import { ArmRefusal } from '../arm/arm-error.js';
import { parseBody } from '../arm/parse-body.js';
import type { Simulation } from '../simulation.js';

const legacySchema = z.strictObject({ workspaceId: z.string() });

/** Makes a workspace one from before general availability: it refuses compute clusters from now on. */
export function markLegacy({ workspaces, timeline, clock }: Simulation, body: unknown): object {
  const { workspaceId } = parseBody(legacySchema, body);
  timeline.settle(clock.nowMs());
  const record = workspaces.findById(workspaceId);
  if (!record)
    throw new ArmRefusal(404, {
      code: 'NotFound',
      message: `There is no workspace ${workspaceId}.`,
    });
  workspaces.put({ ...record, legacy: true });
  return { workspaceId: record.id, legacy: true };
}
