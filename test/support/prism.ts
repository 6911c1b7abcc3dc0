import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, vi } from 'vitest';
import { findFreePort } from '../../apps/launcher/src/postgres/find-free-port.js';
import { rest, type RestAnswer, type RestRequest } from './rest.js';

export interface Prism {
  /** Asks through it. Fails where an answer is not as the document says, or a request is not and is answered all the same. */
  ask(key: string | undefined, path: string, request?: RestRequest): Promise<RestAnswer>;
  stop(): Promise<void>;
}

interface Violation {
  location: string[];
  message: string;
}

/** Prism as a proxy before an API, which finds what of each request and of each answer is not as openapi.json has it. */
export async function startPrism(upstream: string): Promise<Prism> {
  const port = await findFreePort();
  const proxy = spawn(
    'node_modules/.bin/prism',
    ['proxy', 'openapi.json', `${upstream}/v1`, '-p', `${port}`],
    { stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${port}`;
  await vi.waitFor(() => fetch(`${url}/viewer`), { timeout: 60_000, interval: 200 });
  return {
    ask: async (key, path, request) => {
      const answer = await rest({ url, isProxy: true }, key, path, request);
      expect(wrongIn(answer), `${path} ${JSON.stringify(answer.body)}`).toEqual([]);
      // It has problems of its own.
      expect(JSON.stringify(answer.body)).not.toContain('stoplight.io');
      return answer;
    },
    stop: async () => {
      proxy.kill();
      await once(proxy, 'exit');
    },
  };
}

/** What Prism finds of an answer; of its request only where that was not refused. */
function wrongIn({ status, headers }: RestAnswer): unknown {
  const said = headers.get('sl-violations') ?? '[]';
  // So it cuts off what is too long for a header.
  if (said.startsWith('Too many')) return status < 400 ? said : [];
  const found = JSON.parse(said) as Violation[];
  return found.filter(({ location }) => location[0] === 'response' || status < 400);
}
