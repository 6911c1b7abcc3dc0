import autocannon from 'autocannon';

export interface Load {
  url: string;
  connections: number;
  seconds: number;
  /** A POST of it; a GET where absent. */
  body?: string;
  headers?: Record<string, string>;
}

/** Requests per second that were answered with 2xx. Throws where any other answer came. */
export async function requestsPerSecond(load: Load): Promise<number> {
  const result = await autocannon({
    url: load.url,
    connections: load.connections,
    duration: load.seconds,
    ...(load.body === undefined ? {} : { method: 'POST' as const, body: load.body }),
    headers: {
      'content-type': 'application/json',
      ...load.headers,
    },
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${load.url}: ${result.non2xx} refusals, ${result.errors} errors`);
  return result['2xx'] / result.duration;
}
