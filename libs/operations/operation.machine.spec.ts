import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isUnfinished, fragmentText } from '#libs/database';
import type { OperationStatus } from './operation.js';
import {
  drawOperationMachine,
  initialStatuses,
  isTerminal,
  operationMachine,
  operationStatuses,
  statusAfter,
} from './operation.machine.js';

function reachableFrom(statuses: readonly OperationStatus[]): Set<OperationStatus> {
  const seen = new Set<OperationStatus>(statuses);
  for (const status of seen) Object.values(operationMachine[status]).forEach((to) => seen.add(to));
  return seen;
}

describe('the operation machine', () => {
  it('reaches every status from where operations begin', () => {
    expect([...reachableFrom(initialStatuses)].sort()).toEqual([...operationStatuses].sort());
  });

  it('can end from every status', () => {
    for (const status of operationStatuses) {
      expect([...reachableFrom([status])].some(isTerminal), status).toBe(true);
    }
  });

  it('ends in succeeded, failed and canceled and nowhere else', () => {
    expect(operationStatuses.filter(isTerminal).sort()).toEqual([
      'CANCELED',
      'FAILED',
      'SUCCEEDED',
    ]);
  });

  it('ends where the SQL of all statements says so', () => {
    const named = [...fragmentText(isUnfinished('o')).matchAll(/'(\w+)'/g)].map(
      ([, status = '']) => status,
    );
    expect(named.sort()).toEqual(operationStatuses.filter(isTerminal).sort());
  });

  it('takes up nothing but a failed operation again', () => {
    const retried = operationStatuses.filter((status) => statusAfter(status, 'retry'));
    expect(retried).toEqual(['FAILED']);
  });

  it('is drawn in the docs as it is', () => {
    const file = fileURLToPath(new URL('../../docs/operation-machine.md', import.meta.url));
    expect(readFileSync(file, 'utf8')).toContain(drawOperationMachine());
  });
});
