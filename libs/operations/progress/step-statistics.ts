import type { Sql } from '#libs/database';
import type { OperationKind } from '../operation.js';
import { findDurationIn, type FindDuration } from './step-duration.js';
import {
  foldStepDurations,
  readStepDurations,
  type DurationSample,
} from './step-duration.repository.js';

interface Seen {
  kind: OperationKind;
  stepName: string;
  durations: number[];
}

/**
 * What a worker knows of how long steps take. New durations are gathered in memory and written together every few
 * seconds: a row that every finished step updates would make them all wait for each other, and a lost sample costs nothing.
 */
export class StepStatistics {
  private seen = new Map<string, Seen>();
  private known: FindDuration = () => undefined;

  constructor(private readonly sql: Sql) {}

  readonly find: FindDuration = (kind, stepName) => this.known(kind, stepName);

  add(kind: OperationKind, stepName: string, durationMs: number): void {
    const key = `${kind} ${stepName}`;
    const seen = this.seen.get(key) ?? { kind, stepName, durations: [] };
    seen.durations.push(Math.max(0, durationMs));
    this.seen.set(key, seen);
  }

  /** Writes what was gathered and reads what all workers know. Rejects where the database does not answer. */
  async refresh(): Promise<void> {
    const gathered = [...this.seen.values()];
    this.seen = new Map();
    await foldStepDurations(this.sql, gathered.map(toSample));
    this.known = findDurationIn(await readStepDurations(this.sql));
  }
}

function toSample({ kind, stepName, durations }: Seen): DurationSample {
  const samples = durations.length;
  const meanMs = durations.reduce((sum, ms) => sum + ms, 0) / samples;
  const spreadMs = durations.reduce((sum, ms) => sum + Math.abs(ms - meanMs), 0) / samples;
  return { kind, stepName, samples, meanMs, spreadMs };
}
