import { isDeepStrictEqual } from 'node:util';
import { summarise, expectedSummaries, newMaxNodeCount, type Ending } from './expect-fate.js';
import { isCreation, type PlannedOperation } from './plan-chaos.js';
import type { Scene } from './prepare-scene.js';
import { readComputes, readWrites } from './read-azure.js';
import { readOperations } from './read-operations.js';

/** How every operation that was asked for after `since` ended, by the name of its compute; each name has one. */
export async function readEndings(
  { system, workspaces }: Scene,
  since: Date,
): Promise<Map<string, Ending>> {
  const outcomes = await readOperations(system.database.pool, since);
  const inAzure = await readComputes(system, workspaces);
  const writes = await readWrites(system, since);
  const doubled = outcomes.length - new Set(outcomes.map(({ computeName }) => computeName)).size;
  if (doubled > 0)
    throw new Error(`${doubled} operations were made by mutations that were repeated`);
  return new Map(
    outcomes.map((outcome) => {
      const name = outcome.computeName;
      return [name, { outcome, inAzure: inAzure.get(name), writes: writes.get(name) ?? [] }];
    }),
  );
}

/** What ended otherwise than planned, with all that is known of it. */
export function findWrong(
  planned: readonly PlannedOperation[],
  endings: ReadonlyMap<string, Ending>,
): unknown[] {
  const wrong = planned.filter((operation) => !isRight(operation, endings.get(operation.name)));
  return wrong.map((operation) => describe(operation, endings.get(operation.name)));
}

function isRight(operation: PlannedOperation, ending: Ending | undefined): boolean {
  if (!ending) return false;
  const { outcome, inAzure } = ending;
  const summary = summarise(ending);
  const isOurs = !isCreation(operation) || (inAzure?.operationTag ?? outcome.id) === outcome.id;
  const isScaled = operation.verb !== 'scale' || inAzure?.maxNodeCount === newMaxNodeCount;
  const isExpected = expectedSummaries(operation).some((right) =>
    isDeepStrictEqual(right, summary),
  );
  return isExpected && isOurs && isScaled && isToldOnce(ending);
}

/**
 * Whether the audit trail tells each turn once, and of as many writes as Azure accepted. A cancel undoes also what it
 * only fears was sent: a write whose answer was lost is then told by its undoing alone.
 */
function isToldOnce({ outcome: { audit, status }, writes }: Ending): boolean {
  const turns = audit.filter((word) => word !== 'submitted');
  const told = audit.length - turns.length;
  const isEveryWriteTold = status === 'CANCELED' ? told <= writes.length : told === writes.length;
  return new Set(turns).size === turns.length && isEveryWriteTold;
}

const describe = (operation: PlannedOperation, ending: Ending | undefined): unknown => ({
  ...operation,
  ending: ending && {
    ...summarise(ending),
    ...ending.outcome,
    inAzure: ending.inAzure,
    writes: ending.writes.map(({ method, status, answerLost, at }) =>
      [at, method, status, answerLost ? 'answer lost' : ''].join(' '),
    ),
  },
});
