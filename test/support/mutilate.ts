/** The JSON of a row, whatever it is. */
export interface StoredJson {
  desired: unknown;
  observed: unknown;
}

const wrongs = [null, 7, -1.5, 1e15, 'garbage', true, {}, { type: 'ODD' }, [], [null], [{}]];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Copies of a value, each without one field of it or of what is below. */
function lacking(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    const all: unknown[] = value;
    return all.flatMap((one, index) => lacking(one).map((less) => all.with(index, less)));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    Object.fromEntries(Object.entries(value).filter(([other]) => other !== name)),
    ...lacking(inner).map((less) => ({ ...value, [name]: less })),
  ]);
}

/** The JSON of a row, each time with one field missing at any depth or of another type, and as something that is no object. */
export function mutilate({
  desired,
  observed,
}: {
  desired: Record<string, unknown>;
  observed: Record<string, unknown>;
}): StoredJson[] {
  const bent = (stored: Record<string, unknown>): unknown[] => [
    ...lacking(stored),
    ...Object.keys(stored).flatMap((name) => wrongs.map((wrong) => ({ ...stored, [name]: wrong }))),
    { ...stored, ofANewerVersion: { much: ['more'] } },
    {},
    [],
    'text',
    7,
  ];
  return [
    ...bent(desired).map((one) => ({ desired: one, observed })),
    ...bent(desired).map((one) => ({ desired: one, observed: null })),
    ...bent(observed).map((one) => ({ desired, observed: one })),
    { desired: null, observed: null },
  ];
}
