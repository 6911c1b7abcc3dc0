import { z } from 'zod';
import { ArmRefusal } from '../arm/arm-error.js';
import { parseBody } from '../arm/parse-body.js';
import type { Simulation } from '../simulation.js';

const keepSchema = z.strictObject({
  extensionId: z.string(),
  managedBy: z.string().optional(),
  isSystemExtension: z.boolean().optional(),
});

/** Makes an extension one that somebody else keeps: an ARM id in `managedBy`, or Azure itself. */
export function changeExtensions({ extensions }: Simulation, body: unknown): object {
  const { extensionId, ...keeper } = parseBody(keepSchema, body);
  const record = extensions.findById(extensionId);
  if (!record)
    throw new ArmRefusal(404, {
      code: 'NotFound',
      message: `There is no extension ${extensionId}.`,
    });
  extensions.put({ ...record, keeper });
  return { extensionId: record.id, ...keeper };
}
