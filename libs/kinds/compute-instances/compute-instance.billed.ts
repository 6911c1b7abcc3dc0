import { z } from 'zod';
import type { BilledCompute } from '#libs/estimates';

const settingsSchema = z.object({
  vmSize: z.string(),
  location: z.string(),
  idleTimeBeforeShutdown: z.string().nullish(),
  schedules: z.array(z.object({ action: z.string(), status: z.string() })).catch([]),
});
type Settings = z.infer<typeof settingsSchema>;

/** What an instance is billed by, stopped at least and running at most; null where its settings do not say it. */
export function billedComputeInstance(settings: object): BilledCompute | null {
  const { data } = settingsSchema.safeParse(settings);
  if (!data) return null;
  const { vmSize, location } = data;
  return {
    machines: { vmSize, vmPriority: 'DEDICATED', location, least: 0, most: 1 },
    loadBalancers: { least: 1, most: 1 },
    osDisks: 1,
    byUse: ['data transfer'],
    assumptions: [
      'At least is while it is stopped, at most while it runs: its disk and its load balancer are billed in both.',
      endInWords(data),
    ],
  };
}

/** What ends its running, if anything does. */
function endInWords({ idleTimeBeforeShutdown: idle, schedules }: Settings): string {
  const isStopped = schedules.some(
    ({ action, status }) => action === 'STOP' && status === 'ENABLED',
  );
  const isStarted = schedules.some(
    ({ action, status }) => action === 'START' && status === 'ENABLED',
  );
  const ends = [
    ...(isStopped ? ['a schedule stops it'] : []),
    ...(idle ? [`it was idle for ${idle}, which are billed too`] : []),
  ];
  const starts = isStarted ? ' A schedule starts it, whether somebody uses it or not.' : '';
  if (ends.length === 0) return `It runs until somebody stops it.${starts}`;
  return `It runs until ${ends.join(', or ')}.${starts}`;
}
