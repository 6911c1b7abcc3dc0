import type { ProvisioningError } from '#libs/kernel';

/** Why Azure cannot be worked with, in words for an operator. */
export type AzureProblem = Pick<ProvisioningError, 'code' | 'message' | 'remedy'>;

/**
 * `credential`: no token can be had; `arm`: there is one, and ARM or the subscription does not take it; `graph`: Microsoft Graph
 * does not answer; the others: it does not tell that.
 */
export type AzurePart = 'credential' | 'arm' | 'graph' | GraphQuestion;

/** What Microsoft Graph is asked for; each takes a permission of its own. */
export type GraphQuestion = 'groups of persons' | 'groups of applications' | 'names of groups';

export interface StandingChange {
  part: AzurePart;
  /** What is wrong from now on; undefined: it works again. */
  problem: AzureProblem | undefined;
  /** What was wrong before, and how many tries met it. */
  before: { problem: AzureProblem; tries: number } | undefined;
}

/** How Azure takes this process, by what it said last. Tells of changes alone, never of a try. */
export class AzureStanding {
  private readonly failing = new Map<AzurePart, { problem: AzureProblem; tries: number }>();

  constructor(private readonly tell: (change: StandingChange) => void = () => undefined) {}

  failed(part: AzurePart, problem: AzureProblem): void {
    const before = this.failing.get(part);
    const same =
      before?.problem.code === problem.code && before.problem.message === problem.message;
    this.failing.set(part, { problem, tries: same ? before.tries + 1 : 1 });
    if (!same) this.tell({ part, problem, before });
  }

  works(part: AzurePart): void {
    const before = this.failing.get(part);
    if (!before) return;
    this.failing.delete(part);
    this.tell({ part, problem: undefined, before });
  }

  /** What is wrong now; empty where nothing is known to be. */
  problems(): AzureProblem[] {
    return [...this.failing.values()].map(({ problem }) => problem);
  }
}

/** The change as a line of the log. */
export function describeChange({ problem, before }: StandingChange, service = 'Azure'): string {
  const past =
    before &&
    `${before.problem.code} after ${before.tries} ${before.tries === 1 ? 'try' : 'tries'}`;
  if (!problem) return `${service} works again: it was ${past}`;
  return `${service} cannot be used: ${describeProblem(problem)}${past ? ` (it was ${past})` : ''}`;
}

/** Code, sentence and what to do. */
export const describeProblem = ({ code, message, remedy }: AzureProblem): string =>
  `${code}: ${message}${remedy ? ` ${remedy}` : ''}`;
