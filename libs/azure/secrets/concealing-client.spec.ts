import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { describe, expect, it } from 'vitest';
import { concealingClient } from './concealing-client.js';

const key = '-----BEGIN KEY-----\nQUJDREVGR0hJSktMTU5P\n-----END KEY-----';
const password = 'hunter2 "quoted" azureml';
const secrets = [key, password];
const extension =
  'https://arm/subscriptions/s/providers/Microsoft.KubernetesConfiguration/extensions/azureml';

/** What is read of an answer, with how often the secrets were asked for. */
async function hear(body: unknown, { status = 200, url = extension } = {}) {
  let asked = 0;
  const request = createPipelineRequest({ url: `${url}?api-version=2023-05-01` });
  const bodyAsText = typeof body === 'string' ? body : JSON.stringify(body);
  const inner = {
    sendRequest: async () => ({ request, status, headers: createHttpHeaders(), bodyAsText }),
  };
  const readSecrets = async (): Promise<string[]> => {
    asked += 1;
    return secrets;
  };
  const response = await concealingClient(inner, readSecrets).sendRequest(request);
  return { text: response.bodyAsText ?? '', asked };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('what Azure says of an extension', () => {
  it.each([
    ['as it is', (secret: string) => secret],
    ['as JSON in a text', (secret: string) => JSON.stringify({ value: secret })],
    ['as JSON in JSON', (secret: string) => JSON.stringify(JSON.stringify({ value: secret }))],
    ['in base64', base64],
    ['in a URL', (secret: string) => `https://host/?v=${encodeURIComponent(secret)}`],
    ['a line of it', (secret: string) => secret.split('\n')[1] ?? secret],
  ])('repeats no secret, %s: in a refusal, a failed operation and a state', async (_, write) => {
    for (const secret of secrets) {
      const message = `helm failed: ${write(secret)}, E45003`;
      const bodies: [unknown, number][] = [
        [{ error: { code: 'Bad', message, details: [{ code: 'x', message }] } }, 400],
        [{ status: 'Failed', error: { code: 'Bad', message } }, 200],
        [{ properties: { errorInfo: { code: 'x', message }, statuses: [] } }, 200],
        [{ value: [{ properties: { statuses: [{ level: 'Error', message }] } }] }, 200],
        [`<html>${message}</html>`, 502],
      ];
      for (const [body, status] of bodies) {
        const { text } = await hear(body, { status });
        expect(text).toContain('[secret]');
        expect(text).toContain('E45003');
        for (const part of [
          'hunter2',
          'QUJDREVG',
          base64(key).slice(0, 40),
          base64(password).slice(0, 20),
        ])
          expect(text).not.toContain(part);
      }
    }
  });

  it('keeps its ids and states, whatever the secrets are', async () => {
    const body = {
      id: password,
      properties: { provisioningState: password, errorInfo: { code: password, message: 'no' } },
    };
    expect(JSON.parse((await hear(body)).text)).toEqual(body);
  });

  it('keeps every digit of its numbers', async () => {
    const said = '{"error":{"code":"Bad","message":"hunter2"},"properties":{"revision":';
    const { text } = await hear(`${said}9007199254740993}}`, { status: 400 });
    expect(text).toContain('9007199254740993');
  });

  it('is let through as it is where it says nothing, and where nothing secret was sent', async () => {
    const good = { properties: { errorInfo: null, statuses: [] } };
    expect(await hear(good)).toEqual({ text: JSON.stringify(good), asked: 0 });
    const other = { error: { code: 'Bad', message: password } };
    const answer = await hear(other, { status: 400, url: 'https://arm/subscriptions/s' });
    expect(answer).toEqual({ text: JSON.stringify(other), asked: 0 });
  });
});
