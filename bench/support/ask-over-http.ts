import autocannon from 'autocannon';
import { atOnce, seconds } from './done-in-a-second.js';

export interface AskedOverHttp {
  url: string;
  key: string;
  query: string;
  input: () => object;
  /** What each answer must hold. */
  holds: string;
}

/** How often the API does in a second what is asked, 50 at once. Throws where one is refused. */
export async function askOverHttp({
  url,
  key,
  query,
  input,
  holds,
}: AskedOverHttp): Promise<number> {
  const result = await autocannon({
    url,
    connections: atOnce,
    duration: seconds,
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    requests: [
      {
        setupRequest: (request) => ({
          ...request,
          body: JSON.stringify({ query, variables: { input: input() } }),
        }),
      },
    ],
    verifyBody: (body) => String(body).includes(holds),
  });
  if (result.non2xx + result.errors + result.mismatches > 0)
    throw new Error('a mutation was refused');
  return result['2xx'] / result.duration;
}
