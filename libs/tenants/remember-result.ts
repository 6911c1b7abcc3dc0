import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type pg from 'pg';
import { statement, transaction, type Sql } from '#libs/database';
import { ok, type DomainError, type Result } from '#libs/kernel';
import type { VerbContext } from '#libs/verbs';
import { refuse } from './refuse.js';
import { withRolesOfNow } from './roles-of-now.js';
import { isTeamGone } from './team-gone.js';

type Answer<T> = Result<T, readonly DomainError[]>;

interface Remembered {
  mutation: string;
  inputHash: string;
  result: unknown;
}

const waitStatement = statement<{ lock: string }>`
SELECT pg_advisory_xact_lock(hashtextextended(${'lock'}, 0))`;

interface AskedAgain {
  principalId: string;
  key: string;
}

const findStatement = statement<AskedAgain, Remembered>`
SELECT mutation, input_hash AS "inputHash", result FROM idempotency_record
WHERE principal_id = ${'principalId'}::uuid AND key = ${'key'}::uuid`;

const keepStatement = statement<AskedAgain & Remembered>`
INSERT INTO idempotency_record (principal_id, key, mutation, input_hash, result)
VALUES (${'principalId'}::uuid, ${'key'}::uuid, ${'mutation'}, ${'inputHash'}, ${'result'}::jsonb)`;

/**
 * Runs `work` in a transaction, with the roles that whoever asks has in it, not those that are remembered of it; under an idempotency key the same request answers the first result again, as
 * `kept` left it (whole unless given), and another request is refused. `kept` leaves no secrets. Where a team is deleted
 * meanwhile, `work` runs once more, and finds it gone.
 */
export function rememberResult<T>(
  pool: pg.Pool,
  context: VerbContext,
  {
    idempotencyKey,
    ...input
  }: { idempotencyKey?: string | null | undefined } & Record<string, unknown>,
  work: (sql: Sql, context: VerbContext) => Promise<Answer<T>>,
  kept: (value: T) => T = (value) => value,
): Promise<Answer<T>> {
  const { actor, verb: mutation } = context;
  const inputHash = createHash('sha256')
    .update(canonicalize({ mutation, input }) ?? '')
    .digest('hex');
  const decide = () =>
    transaction(pool, async (sql) => {
      const workNow = async () => work(sql, await withRolesOfNow(sql, context));
      if (!idempotencyKey) return workNow();
      const asked = { principalId: actor.principalId, key: idempotencyKey };
      // Of two at once with one key the second waits here, and reads what the first left.
      await sql.query(waitStatement({ lock: `${actor.principalId} ${idempotencyKey}` }));
      const {
        rows: [before],
      } = await sql.query(findStatement(asked));
      if (before) return replay<T>(before, mutation, inputHash);
      const answer = await workNow();
      if (!answer.ok) return answer;
      const result = JSON.stringify(kept(answer.value));
      await sql.query(keepStatement({ ...asked, mutation, inputHash, result }));
      return answer;
    });
  return decide().catch((error: unknown) => {
    if (isTeamGone(error)) return decide();
    throw error;
  });
}

const replay = <T>(before: Remembered, mutation: string, inputHash: string): Answer<T> =>
  before.mutation === mutation && before.inputHash === inputHash
    ? ok(before.result as T)
    : refuse(
        'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
        'idempotencyKey',
        'This idempotency key was used with another request. Use a new key for a new request.',
      );
