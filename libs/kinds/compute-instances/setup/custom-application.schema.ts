import { z } from 'zod';

/** A container of the team's own beside Jupyter, reached through the instance. */
export const customApplicationSchema = z.object({
  name: z.string().max(100),
  /** Docker image, with its registry and tag. */
  image: z.string().max(1_000),
  /** Port inside the container. */
  targetPort: z.int(),
  /** Port of the instance that leads to it. */
  publishedPort: z.int(),
  environment: z
    .array(z.object({ name: z.string().max(200), value: z.string().max(4_096) }))
    .max(100),
  mounts: z
    .array(
      z.object({
        source: z.string().max(1_024),
        target: z.string().max(1_024),
        readOnly: z.boolean(),
      }),
    )
    .max(50),
});
export type CustomApplication = z.infer<typeof customApplicationSchema>;
