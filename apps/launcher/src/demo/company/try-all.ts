import { followOperation } from '../follow-operation.js';
import { formatTable } from '../format-table.js';
import type { GatewayClient } from '../gateway-client.js';
import { together } from '../perform.js';
import { printSection } from '../print-section.js';
import type { ProgressDisplay } from '../progress-display.js';
import type { Actor } from './actors.js';
import { attempts, type Outcome, type Stage } from './attempts.js';

type Where = Omit<Stage, 'unique'>;

interface Tried {
  actor: Actor;
  outcomes: Outcome[];
}

/**
 * Everybody tries everything; what was accepted is followed to its end, and the table of it is printed. Rejects, naming
 * every difference, where something came of it that should not.
 */
export async function tryAll(
  actors: readonly Actor[],
  where: Where,
  display: ProgressDisplay,
): Promise<void> {
  const all = await together(actors.map((actor, at) => tryOne(actor, where, `demo-${at + 1}`)));
  await together(all.flatMap((tried) => follow(tried, display)));
  display.close();
  const head = ['may', ...attempts.map(({ title }) => title)];
  const rows = all.map(({ actor, outcomes }) => [actor.name, ...outcomes.map(({ word }) => word)]);
  printSection('Who may what', formatTable([head, ...rows]));
  const wrong = all.flatMap(differences);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}

async function tryOne(actor: Actor, where: Where, unique: string): Promise<Tried> {
  const outcomes: Outcome[] = [];
  for (const { run } of attempts) outcomes.push(await run(actor.client, { ...where, unique }));
  return { actor, outcomes };
}

const follow = ({ actor, outcomes }: Tried, { show }: ProgressDisplay) =>
  outcomes
    .flatMap(({ operationId }) => operationId ?? [])
    .map((id) => followAs(actor.client, id, show));

const followAs = (client: GatewayClient, id: string, show: ProgressDisplay['show']) =>
  followOperation(client, id, show);

const differences = ({ actor, outcomes }: Tried): string[] =>
  outcomes.flatMap(({ word }, at) => {
    const expected = actor.expected[at];
    return word === expected
      ? []
      : [`${actor.name}, ${attempts[at]?.title}: ${word}, and not ${expected}`];
  });
