import type { ProvisioningError } from '#libs/kernel';
import type { InstanceObserved, InstanceState } from './compute-instance.schema.js';
import type { Diagnostic } from './diagnostic.js';

/** What a row says of an instance. */
export interface InstanceRow {
  provisioningErrors: readonly ProvisioningError[];
  observed: InstanceObserved | null;
  observedAt: Date | null;
}

type Words = Pick<Diagnostic, 'code' | 'message' | 'remedy'>;

const setup: Words = {
  code: 'SETUP_FAILED',
  message: 'A setup script of it failed.',
  remedy:
    'Read what the script printed and mend it. A startup script runs again at the next restart; for a creation script delete the instance and create it again.',
};

const byState: Partial<Record<InstanceState, Words>> = {
  SETUP_FAILED: setup,
  USER_SETUP_FAILED: setup,
  UNUSABLE: {
    code: 'INSTANCE_UNUSABLE',
    message: 'It runs and cannot be used.',
    remedy:
      'Look at the network it starts in (DNS, outbound rules, private endpoint), restart it once, and otherwise delete it and create it again.',
  },
  CREATE_FAILED: {
    code: 'CREATE_FAILED',
    message: 'Azure could not create it.',
    remedy: 'Read its errors, delete it, and create it again.',
  },
};

/** What is wrong with an instance as far as its row shows; empty where all is well. Ask `now` of a clock. */
export function diagnoseInstance(
  { observed, observedAt, provisioningErrors }: InstanceRow,
  now: Date,
): Diagnostic[] {
  const found = observed && byState[observed.state];
  const [first] = provisioningErrors;
  if (!found && !first) return [];
  const words = found ?? {
    code: first?.code ?? '',
    message: first?.message ?? '',
    remedy: first?.remedy ?? 'Read the message; retry the operation once its cause is gone.',
  };
  const errors = provisioningErrors.map(({ code, message }) => ({ code, message }));
  const message = found && first ? `${found.message} ${first.message}` : words.message;
  const evidence = { state: observed?.rawState ?? null, errors };
  return [{ ...words, message, evidence, observedAt: observedAt ?? now }];
}
