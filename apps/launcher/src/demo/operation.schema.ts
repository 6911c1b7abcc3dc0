import { z } from 'zod';

/** What the demo asks of an operation. */
export const operationFields = `
  id kind status targetName progress createdAt completedAt
  requestedBy { displayName }
  error { code message remedy }
  steps { name status attempt message rawState startedAt completedAt }
`;

const stepSchema = z.object({
  name: z.string(),
  status: z.string(),
  attempt: z.number(),
  message: z.string().nullable(),
  rawState: z.string().nullable(),
  startedAt: z.string().nullable(),
  completedAt: z.string().nullable(),
});

export const operationSchema = z.object({
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  targetName: z.string(),
  progress: z.number(),
  createdAt: z.string(),
  completedAt: z.string().nullable(),
  requestedBy: z.object({ displayName: z.string() }),
  error: z
    .object({ code: z.string(), message: z.string(), remedy: z.string().nullable() })
    .nullable(),
  steps: z.array(stepSchema),
});

export type Operation = z.infer<typeof operationSchema>;
export type OperationStep = Operation['steps'][number];

export const isTerminal = ({ status }: Pick<Operation, 'status'>): boolean =>
  ['SUCCEEDED', 'FAILED', 'CANCELED'].includes(status);

/** `COMPUTE_CLUSTER_CREATE` in words. */
export const kindInWords = (kind: string): string => kind.toLowerCase().replaceAll('_', ' ');

/** The step at work, else the last one that was. */
export const currentStep = ({ steps }: Operation): OperationStep | undefined =>
  steps.find((step) => ['RUNNING', 'WAITING', 'FAILED'].includes(step.status)) ??
  steps.findLast((step) => step.status !== 'PENDING');
