import { redact } from '#libs/arm-errors';
import type { AzureProblem } from '../standing/azure-standing.js';
import { entraRemedies, unknownNumberRemedy } from './entra-remedies.js';

/** Where the sentences end: what follows tells of this one request, and of nothing that an operator can use. */
const tail =
  /(?:[\s\-–]*(?:Trace|Correlation|Request) ID:|[\s\-–]*Timestamp:|\[?\{?"?(?:trace|correlation)_id)[\s\S]*$/i;

/**
 * Entra ID's refusal in a text: number, first sentence and remedy. Where one sentence wraps another's number, the inner
 * one tells more. Undefined where there is no number.
 */
export function readEntraRefusal(text: string): AzureProblem | undefined {
  const found = [...text.matchAll(/AADSTS(\d{4,8})\b:?\s*/g)].at(-1);
  if (!found) return undefined;
  const [, number = ''] = found;
  const sentence = firstSentence(text.slice(found.index + found[0].length));
  return {
    code: `AADSTS${number}`,
    message: sentence || 'Entra ID refused the credential, and does not say why.',
    remedy: entraRemedies[number] ?? unknownNumberRemedy(number),
  };
}

/** Without secrets and without what differs from request to request, so that the same cause reads the same. */
export function firstSentence(text: string): string {
  const words = text
    .replace(tail, '')
    .replace(/\\r|\\n/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const sentence = /^.*?[.!?](?=\s|$)/.exec(words)?.[0] ?? words;
  return redact(sentence).slice(0, 500);
}
