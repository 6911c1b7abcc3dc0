/** The JSON of a row, whatever it is. */
export interface StoredJson {
  desired: unknown;
  observed: unknown;
}

const wrongs = [null, 7, -1.5, 1e15, 'garbage', true, {}, { type: 'ODD' }, [], [null], [{}]];

/** The JSON of a row, each time with one field missing or of another type, and as something that is no object. */
export function mutilate({
  desired,
  observed,
}: {
  desired: Record<string, unknown>;
  observed: Record<string, unknown>;
}): StoredJson[] {
  const bent = (stored: Record<string, unknown>): unknown[] => [
    ...Object.keys(stored).flatMap((name) => [
      Object.fromEntries(Object.entries(stored).filter(([other]) => other !== name)),
      ...wrongs.map((wrong) => ({ ...stored, [name]: wrong })),
    ]),
    { ...stored, ofANewerVersion: { much: ['more'] } },
    ...[{}, [], 'text', 7],
  ];
  return [
    ...bent(desired).map((one) => ({ desired: one, observed })),
    ...bent(desired).map((one) => ({ desired: one, observed: null })),
    ...bent(observed).map((one) => ({ desired, observed: one })),
    { desired: null, observed: null },
  ];
}
