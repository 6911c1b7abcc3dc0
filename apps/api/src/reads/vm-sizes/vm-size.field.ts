import { z } from 'zod';

/** A VM size as clients write it. */
export const vmSizeField = z
  .string()
  .regex(
    /^[Ss](?:tandard|TANDARD)_[A-Za-z0-9_-]{1,60}$/,
    'must be a VM size such as Standard_DS3_v2',
  );
