/** What each suffix multiplies by, as numerator and denominator. */
const scales: Readonly<Record<string, readonly [bigint, bigint]>> = {
  n: [1n, 10n ** 9n],
  u: [1n, 10n ** 6n],
  m: [1n, 10n ** 3n],
  '': [1n, 1n],
  k: [10n ** 3n, 1n],
  M: [10n ** 6n, 1n],
  G: [10n ** 9n, 1n],
  T: [10n ** 12n, 1n],
  P: [10n ** 15n, 1n],
  E: [10n ** 18n, 1n],
  Ki: [2n ** 10n, 1n],
  Mi: [2n ** 20n, 1n],
  Gi: [2n ** 30n, 1n],
  Ti: [2n ** 40n, 1n],
  Pi: [2n ** 50n, 1n],
  Ei: [2n ** 60n, 1n],
};

const pattern =
  /^(?<sign>[+-]?)(?<whole>\d*)(?:\.(?<part>\d*))?(?:(?<suffix>[numkMGTPE]|[KMGTPE]i)|[eE](?<exponent>[+-]?\d{1,3}))?$/;

/** An amount in nano-units: Kubernetes keeps no more digits. */
export type Quantity = bigint;

const nano = 10n ** 9n;

/** What Kubernetes calls the largest amount: 2^63 - 1 of the whole unit. */
const largest = (2n ** 63n - 1n) * nano;

/**
 * A Kubernetes quantity such as `500m`, `1.5`, `16Gi` or `1e3`, in nano-units; undefined for text that is none. As in
 * Kubernetes' own grammar: one sign, digits with at most one dot, one suffix or one exponent, no spaces; what is finer
 * than nano is rounded up, what is larger than 2^63 - 1 is that.
 */
export function parseQuantity(text: string): Quantity | undefined {
  const groups = pattern.exec(text)?.groups;
  const digits = `${groups?.['whole'] ?? ''}${groups?.['part'] ?? ''}`;
  if (!groups || digits === '' || digits.length > 60) return undefined;
  const [times, by] = scaleOf(groups);
  const divisor = by * 10n ** BigInt(groups['part']?.length ?? 0);
  const amount = ceil(BigInt(digits) * times * nano, divisor);
  const capped = amount > largest ? largest : amount;
  return groups['sign'] === '-' ? -capped : capped;
}

function scaleOf(groups: Record<string, string | undefined>): readonly [bigint, bigint] {
  const exponent = Number(groups['exponent'] ?? 0);
  if (exponent > 0) return [10n ** BigInt(exponent), 1n];
  if (exponent < 0) return [1n, 10n ** BigInt(-exponent)];
  return scales[groups['suffix'] ?? ''] ?? [1n, 1n];
}

const ceil = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

/** True for two texts of the same amount: `1` and `1000m`. Texts that are no quantities compare as texts. */
export function sameQuantity(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  const [first, second] = [parseQuantity(a), parseQuantity(b)];
  return first === undefined || second === undefined ? a === b : first === second;
}
