/** How many of them are asked for at once. */
export const atOnce = 50;
export const seconds = 3;

/** How often `work` is done in a second by so many loops. */
export async function doneInASecond(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  let done = 0;
  const loop = async () => {
    for (; performance.now() - start < seconds * 1_000; done++) await work();
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
  return done / ((performance.now() - start) / 1_000);
}
