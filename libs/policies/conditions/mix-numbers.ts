import type { Environment } from '@marcbachmann/cel-js';

/** CEL compares whole numbers with broken ones, and here reckons with both: figures of prices are broken, limits mostly whole. */
export function mixNumbers(environment: Environment): void {
  const operators = {
    '+': (one: number, other: number) => one + other,
    '-': (one: number, other: number) => one - other,
    '*': (one: number, other: number) => one * other,
    '/': (one: number, other: number) => one / other,
  };
  for (const [sign, reckon] of Object.entries(operators)) {
    const handler = (one: unknown, other: unknown) => reckon(Number(one), Number(other));
    environment.registerOperator(`int ${sign} double: double`, handler);
    environment.registerOperator(`double ${sign} int: double`, handler);
  }
  environment.registerOperator(
    'int == double',
    (one: bigint, other: number) => !(one < other) && !(one > other),
  );
}
