import type { ResourceKind } from '#libs/resources';
import { kinds } from '#libs/kinds';
import type { ResourceRow } from '../reads/rows.js';
import type { PresentedResource } from './presented-resource.js';

/** Resources of one kind as clients see them. */
type Presented = typeof PresentedResource;

/** Each kind's is found by the name of its folder: kinds are listed in `libs/kinds` and nowhere else (ADR 0032). */
async function load(folder: string): Promise<Presented> {
  const { Presented } = (await import(`./${folder}/present.js`)) as { Presented: Presented };
  return Presented;
}

const presented: ReadonlyMap<ResourceKind, Presented> = new Map(
  await Promise.all(kinds.all.map(async ({ kind, folder }) => [kind, await load(folder)] as const)),
);

/** A resource row as its GraphQL type: what every resource has, and what its kind adds. Throws for a kind of another release. */
export function presentResource(row: ResourceRow): PresentedResource {
  const Presented = presented.get(row.kind);
  if (!Presented) throw new Error(`${row.kind} is not known to this release`);
  return new Presented(row, row.parent && presentResource(row.parent));
}
