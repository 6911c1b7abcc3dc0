import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { transaction, type Sql } from '#libs/database';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { givenWorkspace } from '../../test/support/engine.js';
import { numberEvents } from './number-events.js';

let database: TestDatabase;
let teamId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ({ teamId } = await givenWorkspace(database.pool));
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.pool.query('DELETE FROM event');
  await database.pool.query('UPDATE outbox_event SET happened = NULL WHERE happened IS NOT NULL');
});

/** Something of which one event tells, as the audit trail writes it. */
const happen = (sql: Sql, keyId: string, name: string): Promise<unknown> =>
  sql.query(
    `INSERT INTO outbox_event (topic, team_id, happened) VALUES ('audit.appended', $1, $2)`,
    [
      teamId,
      JSON.stringify({
        audited: {
          action: 'api_key.revoked',
          actorId: randomUUID(),
          actorName: 'kim',
          targetId: keyId,
          targetKind: 'ApiKey',
          targetName: name,
        },
      }),
    ],
  );

interface Read {
  sequence: number;
  subjectId: string;
  subjectSequence: number;
  name: string;
}

async function readAfter(sequence: number, limit = 7): Promise<Read[]> {
  const { rows } = await database.pool.query<Read>(
    `SELECT sequence::integer, subject_id AS "subjectId", subject_sequence AS "subjectSequence", data ->> 'name' AS name
     FROM event WHERE sequence > $1 ORDER BY sequence LIMIT $2`,
    [sequence, limit],
  );
  return rows;
}

const random = (below: number): number => Math.floor(Math.random() * below);

/** Follows the feed and knows nothing but the last number, whatever else it forgets. */
async function follow(until: () => boolean): Promise<Read[]> {
  const told: Read[] = [];
  for (;;) {
    const isOver = until();
    const page = await readAfter(told.at(-1)?.sequence ?? 0, 1 + random(9));
    told.push(...page);
    if (isOver && page.length === 0) return told;
    await sleep(random(4));
  }
}

describe('numbering', () => {
  it('lets no follower miss anything or see it twice, in whatever order transactions commit', async () => {
    const subjects = Array.from({ length: 8 }, () => randomUUID());
    const names: string[] = [];
    let open = 50;
    let isNumbered = false;
    const change = async (): Promise<void> => {
      for (let times = 0; times < 6; times += 1)
        await transaction(database.pool, async (sql) => {
          const keyId = subjects[random(subjects.length)]!;
          // As every change of a thing does, it holds the thing from before it writes until it is committed.
          await sql.query('SELECT pg_advisory_xact_lock(hashtext($1))', [keyId]);
          for (let more = random(3); more >= 0; more -= 1) {
            const name = randomUUID();
            names.push(name);
            await happen(sql, keyId, name);
            await sleep(random(12));
          }
        });
      open -= 1;
    };
    const number = async (): Promise<void> => {
      while (open > 0) {
        await numberEvents(database.pool, 1 + random(20));
        await sleep(random(3));
      }
      while ((await numberEvents(database.pool)) > 0);
      isNumbered = true;
    };
    const followers = Array.from({ length: 3 }, () => follow(() => isNumbered));
    await Promise.all([...Array.from({ length: 50 }, change), number(), number()]);
    for (const told of await Promise.all(followers)) {
      expect(told.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
      expect(told.map(({ sequence }) => sequence)).toEqual(names.map((_, at) => at + 1));
      for (const subject of subjects) {
        const its = told.filter(({ subjectId }) => subjectId === subject);
        expect(its.map(({ subjectSequence }) => subjectSequence)).toEqual(
          its.map((_, at) => at + 1),
        );
        // In the order in which it was written.
        const written = names.filter((name) => its.some((one) => one.name === name));
        expect(its.map(({ name }) => name)).toEqual(written);
      }
    }
  });

  it('waits for no transaction that is still open', async () => {
    const [early, late] = [randomUUID(), randomUUID()];
    await transaction(database.pool, async (sql) => {
      await happen(sql, early, 'early');
      await happen(database.pool, late, 'late');
      expect(await numberEvents(database.pool)).toBe(1);
      expect(await readAfter(0)).toMatchObject([{ sequence: 1, name: 'late' }]);
    });
    await numberEvents(database.pool);
    expect(await readAfter(1)).toMatchObject([{ sequence: 2, name: 'early' }]);
  });

  it('asks for nothing but whether there is anything where there is nothing', async () => {
    expect(await numberEvents(database.pool)).toBe(0);
  });

  it('passes over what it cannot read, and over what is of no type', async () => {
    const key = randomUUID();
    for (const happened of ['{"operation": 7}', '{"audited": {"action": "x", "actorId": "y"}}'])
      await database.pool.query(
        `INSERT INTO outbox_event (topic, happened) VALUES ('audit.appended', $1)`,
        [happened],
      );
    await happen(database.pool, key, 'next');
    expect(await numberEvents(database.pool)).toBe(3);
    expect(await readAfter(0)).toMatchObject([{ sequence: 1, name: 'next' }]);
  });

  it('brings what was told of a resource to the team that has it now', async () => {
    const { workspaceId } = await givenWorkspace(database.pool);
    const other = await givenWorkspace(database.pool);
    const teamOf = async () =>
      (
        await database.pool.query<{ team: string }>(
          'SELECT team_id AS team FROM event WHERE resource_id = $1',
          [workspaceId],
        )
      ).rows.map(({ team }) => team);
    await database.pool.query(
      `INSERT INTO event (sequence, type, subject_type, subject_id, subject_sequence, resource_id, team_id, occurred_at, data)
       VALUES (1, 'operation.started', 'Operation', $1, 1, $2, $3, now(), '{}')`,
      [randomUUID(), workspaceId, teamId],
    );
    await database.pool.query('UPDATE resource SET team_id = $2 WHERE id = $1', [
      workspaceId,
      other.teamId,
    ]);
    const facts = { state: 'SUCCEEDED', isGone: false };
    await database.pool.query(
      `INSERT INTO outbox_event (topic, resource_id, happened) VALUES ('resource.changed', $1, $2)`,
      [
        workspaceId,
        JSON.stringify({ before: { ...facts, teamId }, after: { ...facts, teamId: other.teamId } }),
      ],
    );
    await numberEvents(database.pool);
    expect(await teamOf()).toEqual([other.teamId]);
  });
});
