import { prepared, type Sql } from '#libs/database';
import type { OperationKind } from '../operation.js';
import type { StepDuration } from './step-duration.js';

const readStatement = prepared<object, StepDuration>`
SELECT kind, step_name AS "stepName", samples, mean_ms AS "meanMs", spread_ms AS "spreadMs" FROM step_duration`;

/** All that is known of how long steps take: a few dozen rows. */
export async function readStepDurations(sql: Sql): Promise<StepDuration[]> {
  const { rows } = await sql.query(readStatement({}));
  return rows;
}

/** Steps that ended since the last write: their number, average and mean deviation. */
export interface DurationSample {
  kind: OperationKind;
  stepName: string;
  samples: number;
  meanMs: number;
  spreadMs: number;
}

/** A new sample weighs as much as it is many, against at most 32 old ones: what Azure takes today counts. */
const foldStatement = prepared<Record<keyof DurationSample, readonly unknown[]>>`
INSERT INTO step_duration AS d (kind, step_name, samples, mean_ms, spread_ms)
SELECT kind, name, samples, mean, spread
FROM unnest(${'kind'}::text[], ${'stepName'}::text[], ${'samples'}::integer[], ${'meanMs'}::float8[], ${'spreadMs'}::float8[]) AS s(kind, name, samples, mean, spread)
ORDER BY kind, name
ON CONFLICT (kind, step_name) DO UPDATE SET
  samples = d.samples + excluded.samples,
  mean_ms = (d.mean_ms * least(d.samples, 32) + excluded.mean_ms * excluded.samples)
    / (least(d.samples, 32) + excluded.samples),
  spread_ms = (d.spread_ms * least(d.samples, 32)
      + greatest(excluded.spread_ms, abs(excluded.mean_ms - d.mean_ms)) * excluded.samples)
    / (least(d.samples, 32) + excluded.samples)`;

/** Folds samples into the statistics, many steps in one statement. */
export async function foldStepDurations(
  sql: Sql,
  samples: readonly DurationSample[],
): Promise<void> {
  if (samples.length === 0) return;
  await sql.query(
    foldStatement({
      kind: samples.map((sample) => sample.kind),
      stepName: samples.map((sample) => sample.stepName),
      samples: samples.map((sample) => sample.samples),
      meanMs: samples.map((sample) => sample.meanMs),
      spreadMs: samples.map((sample) => sample.spreadMs),
    }),
  );
}
