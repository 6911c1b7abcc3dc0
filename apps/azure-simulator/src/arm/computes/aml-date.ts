/** Machine Learning writes dates with seven decimals and an offset. */
export const amlDate = (ms: number): string =>
  new Date(ms).toISOString().replace(/(\.\d{3})Z$/, '$10000+00:00');
