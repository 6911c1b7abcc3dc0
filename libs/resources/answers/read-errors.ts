import { z } from 'zod';
import { isObject, type ProvisioningError } from '#libs/kernel';

const note = z.string().optional().catch(undefined);

/** A stored error as far as it can be read: an older one says less. */
const storedError: z.ZodType<ProvisioningError> = z
  .object({
    code: z.string().catch('UNKNOWN'),
    message: z.string().catch('What went wrong is no longer readable.'),
    retry: z.enum(['NEVER', 'LATER', 'NOW']).catch('LATER'),
    remedy: note,
    target: note,
    armRequestId: note,
    get details() {
      return z.array(storedError).optional().catch(undefined);
    },
  })
  .transform(
    (error) =>
      Object.fromEntries(
        Object.entries(error).filter(([, value]) => value !== undefined),
      ) as unknown as ProvisioningError,
  );

/** A stored error; undefined where there is none, or where it is no error at all. Never throws. */
export const readError = (stored: unknown): ProvisioningError | undefined =>
  isObject(stored) ? storedError.safeParse(stored).data : undefined;

/** Stored errors, without what is none. Never throws. */
export const readErrors = (stored: unknown): ProvisioningError[] =>
  Array.isArray(stored) ? stored.flatMap((one) => readError(one) ?? []) : [];
