const atOnce = 12;

/** Does something to every item: in their order, twelve at once. Answers what came of each, in the same order. */
export async function inParallel<T, R>(
  items: readonly T[],
  act: (item: T) => Promise<R>,
): Promise<R[]> {
  const left = items.entries();
  const results: R[] = [];
  const work = async (): Promise<void> => {
    for (const [index, item] of left) results[index] = await act(item);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
