import type pg from 'pg';
import { transaction, type Sql } from '#libs/database';
import { hasHappenings, markNumbered, readHappenings, type Happening } from '#libs/outbox';
import {
  appendEvents,
  becomeNumberer,
  moveEvents,
  readConcernedOperations,
  readConcernedResources,
  readNames,
} from './event.repository.js';
import { happenedSchema, type Happened } from './happened.schema.js';
import { isMove, tellHappened } from './telling/tell-happened.rules.js';
import type { Concern } from './telling/told.js';

/**
 * Numbers what is committed and has no number yet, at most `limit`, oldest first; answers how many that were. One at a time
 * does so, and each sees what the one before committed: whoever reads the feed up to a number has all there will ever be
 * up to it (ADR 0076).
 */
export async function numberEvents(pool: pg.Pool, limit = 1_000): Promise<number> {
  if (!(await hasHappenings(pool))) return 0;
  return transaction(pool, async (sql) => {
    await becomeNumberer(sql);
    const happenings = await readHappenings(sql, limit);
    const concerns = await concernsOf(sql, happenings);
    await appendEvents(sql, concerns.flatMap(tellHappened));
    await moveEvents(sql, idsOf(concerns.filter(isMove), 'resourceId'));
    const ids = happenings.map(({ id }) => id);
    await markNumbered(sql, ids);
    return happenings.length;
  });
}

type Parsed = Omit<Happening, 'happened'> & { happened: Happened };

/** What another release wrote and this one cannot read is told of by nothing. */
const parse = (happening: Happening): Parsed[] => {
  const { data: happened } = happenedSchema.safeParse(happening.happened);
  return happened ? [{ ...happening, happened }] : [];
};

async function concernsOf(sql: Sql, happenings: readonly Happening[]): Promise<Concern[]> {
  const parsed = happenings.flatMap(parse);
  const operations = await readConcernedOperations(sql, idsOf(parsed, 'operationId'));
  const resources = await readConcernedResources(sql, idsOf(parsed, 'resourceId'));
  const names = await readNames(sql, [...new Set(parsed.flatMap(actorsOf))]);
  return parsed.map((one) => ({
    ...one,
    operation: operations.get(one.operationId ?? ''),
    resource: resources.get(one.resourceId ?? ''),
    nameOf: (id) => names.get(id) ?? '',
  }));
}

const idsOf = (
  happenings: readonly Omit<Happening, 'happened'>[],
  key: 'operationId' | 'resourceId',
): string[] => [...new Set(happenings.flatMap((one) => one[key] ?? []))];

const actorsOf = ({ happened }: Parsed): string[] =>
  (happened.said ?? []).map(({ actorId }) => actorId);
