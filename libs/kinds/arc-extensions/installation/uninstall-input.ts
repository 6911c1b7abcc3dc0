import { z } from 'zod';
import { readInput, type StepContext } from '#libs/operations';

/** What an extension is uninstalled with. */
const uninstallInput = z.object({
  /** Also while computes are attached through it. */
  force: z.boolean().default(false),
  /** Do not wait for an agent that is not there. */
  forceDelete: z.boolean().default(false),
});

/** How an operation uninstalls. Throws UnreadableRow. */
export const uninstallInputOf = ({
  operation,
}: Pick<StepContext, 'operation'>): z.infer<typeof uninstallInput> =>
  readInput(uninstallInput, operation);
