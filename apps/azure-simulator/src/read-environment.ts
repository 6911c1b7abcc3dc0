import { z } from 'zod';

const blankIsAbsent = (value: unknown): unknown => (value === '' ? undefined : value);

const environmentSchema = z.object({
  SIMULATOR_PORT: z.preprocess(
    blankIsAbsent,
    z.coerce.number().int().min(0).max(65_535).default(4443),
  ),
  SIMULATOR_STATE_DIR: z.preprocess(blankIsAbsent, z.string().default('.armature/azure-simulator')),
  SIMULATOR_SUBSCRIPTIONS: z.preprocess(
    (value) => (typeof value === 'string' ? value.split(/[\s,]+/).filter(Boolean) : undefined),
    z.array(z.guid()).optional(),
  ),
  SIMULATOR_CLOCK_RATE: z.preprocess(blankIsAbsent, z.coerce.number().positive().default(1)),
});

export interface SimulatorEnvironment {
  port: number;
  stateDir: string;
  clockRate: number;
  subscriptions: string[] | undefined;
}

/** The simulator's variables; throws with every one that does not fit. */
export function readEnvironment(environment: NodeJS.ProcessEnv): SimulatorEnvironment {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return {
    port: parsed.data.SIMULATOR_PORT,
    stateDir: parsed.data.SIMULATOR_STATE_DIR,
    clockRate: parsed.data.SIMULATOR_CLOCK_RATE,
    subscriptions: parsed.data.SIMULATOR_SUBSCRIPTIONS,
  };
}
