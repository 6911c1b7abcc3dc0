import type { ResourceKind } from '#libs/resources';
import { kinds } from '#libs/kinds';
import type { ResourceRow } from '../reads/rows.js';
import type { PresentedParent } from './presented-parent.js';

/** What clients see of a row of one kind, beside what every resource has. */
type Present = (row: ResourceRow, parent: PresentedParent) => object;

/** Each kind's is found by the name of its folder: kinds are listed in `libs/kinds` and nowhere else (ADR 0032). */
async function load(folder: string): Promise<Present> {
  const file = `./${folder}/present.js`;
  const { present } = (await import(file)) as { present: Present };
  return present;
}

const presenters: ReadonlyMap<ResourceKind, Present> = new Map(
  await Promise.all(kinds.all.map(async ({ kind, folder }) => [kind, await load(folder)] as const)),
);

/** What clients see of a row, beside what every resource has. Throws for a kind of another release. */
export function presentKind(row: ResourceRow, parent: PresentedParent): object {
  const present = presenters.get(row.kind);
  if (!present) throw new Error(`${row.kind} is not known to this release`);
  return present(row, parent);
}
