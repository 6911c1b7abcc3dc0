import type { z } from 'zod';
import { err, ok, type DomainError, type Result } from '#libs/kernel';

/** The parsed input, or every problem with the path of its field. */
export function parseInput<S extends z.ZodType>(
  schema: S,
  input: unknown,
): Result<z.infer<S>, readonly DomainError[]> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  const refusals = parsed.error.issues.map((issue): DomainError => ({
    code: 'INVALID_INPUT',
    message: issue.message,
    field: ['input', ...issue.path.map(String)],
  }));
  return err(refusals);
}

export const refuse = (code: DomainError['code'], field: string, message: string) =>
  err<readonly DomainError[]>([{ code, message, field: ['input', field] }]);
