import type { HttpClient, PipelineResponse } from '@azure/core-rest-pipeline';
import { parseExactly } from '#libs/kernel';
import { concealFailures, concealText, formsOf } from './conceal-secrets.js';

/** Every secret that may have been sent to Azure. */
export type ReadSecrets = () => Promise<readonly string[]>;

/** Where secrets are sent: protected settings of extensions. */
const takesSecrets = (url: string): boolean =>
  /\/providers\/Microsoft\.KubernetesConfiguration\/extensions(?:[/?]|$)/i.test(url);

/** A good answer says nothing in its own words. */
const saysMore = ({ status, bodyAsText }: PipelineResponse): boolean =>
  status >= 300 || /"(?:error|errorInfo)"\s*:\s*\{|"statuses"\s*:\s*\[\s*\{/.test(bodyAsText ?? '');

/**
 * Sends as `inner` does; what Azure says went wrong with an extension comes back without the secrets that it repeats,
 * before anything of it is read. Rejects where the secrets cannot be read: then nothing of the answer is let through.
 */
export const concealingClient = (inner: HttpClient, readSecrets: ReadSecrets): HttpClient => ({
  async sendRequest(request) {
    const response = await inner.sendRequest(request);
    if (!takesSecrets(request.url) || !saysMore(response)) return response;
    return { ...response, bodyAsText: conceal(response, formsOf(await readSecrets())) };
  },
});

function conceal({ bodyAsText }: PipelineResponse, forms: readonly string[]): string {
  const text = bodyAsText ?? '';
  try {
    return JSON.stringify(concealFailures(parseExactly(text), forms));
  } catch {
    return concealText(text, forms);
  }
}
