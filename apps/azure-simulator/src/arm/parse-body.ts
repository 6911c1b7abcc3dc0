import type { z } from 'zod';
import { ArmRefusal } from './arm-error.js';

/** The request's body as `schema` has it; refuses with InvalidRequestContent and the path of what does not fit. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  throw new ArmRefusal(400, {
    code: 'InvalidRequestContent',
    message: `The request content was invalid and could not be deserialized: '${path === '' ? '' : `Path '${path}': `}${issue?.message ?? 'invalid'}'.`,
    ...(path === '' ? {} : { target: path }),
  });
}
