import type { ProvisioningError } from '#libs/kernel';
import { applyRule, type Fallback } from './apply-rule.js';
import { chooseError, type SaidError } from './choose-error.js';
import { readErrorTree, type ErrorNode } from './read-error-tree.js';

export interface ErrorContext {
  /** The code where the body holds none, e.g. `HTTP 502`. */
  fallbackCode: string;
  /** The message where the body holds none. */
  fallbackMessage?: string;
  /** The advice for codes that the catalogue does not know. Default NEVER: ARM refuses the same request again. */
  fallbackRetry?: Fallback['retry'];
  armRequestId?: string | undefined;
}

const maxDetails = 20;
const maxDetailLength = 1_000;

const messagesOf = ({ message, children }: ErrorNode): string[] => [
  message,
  ...children.flatMap(messagesOf),
];

const shortened = (error: ProvisioningError): ProvisioningError =>
  error.message.length > maxDetailLength
    ? { ...error, message: `${error.message.slice(0, maxDetailLength)}…` }
    : error;

/** A detail says what it says itself, be it a mere list: the sentence above stands in the error. */
const inItsWords = (said: SaidError): SaidError => ({
  ...said,
  message: said.node.message || said.message,
});

/** What HTTP said, where the body is silent; in front of it, where it is the text of whoever stands before ARM. */
function withOuter(node: ErrorNode, { fallbackMessage: outer = '' }: ErrorContext): ErrorNode {
  const isNew = !outer.toLowerCase().includes(node.message.toLowerCase());
  const said = [outer, ...(isNew ? [node.message] : [])].filter((text) => text !== '');
  return { ...node, message: said.join(': ') };
}

const nothing: ErrorNode = { code: '', message: '', info: [], children: [] };

/**
 * Any failure body of Azure's as one error of ours: the most telling code with the sentence that explains it, remedy and
 * retry advice from the catalogue, and what else the body says as details. Never throws; a body that holds no error
 * gives the fallback.
 */
export function mapErrorBody(body: unknown, context: ErrorContext): ProvisioningError {
  const read = readErrorTree(body) ?? nothing;
  const texts = messagesOf(read);
  const isSilent = texts.every((text) => text === '');
  const root = isSilent || typeof body === 'string' ? withOuter(read, context) : read;
  const fallback = { code: context.fallbackCode, retry: context.fallbackRetry ?? 'NEVER' };
  const { chosen, others } = chooseError(root);
  const details = others
    .slice(0, maxDetails)
    .map((other) => shortened(applyRule(inItsWords(other), fallback, texts)));
  return {
    ...applyRule(chosen, fallback, texts),
    ...(context.armRequestId ? { armRequestId: context.armRequestId } : {}),
    ...(details.length > 0 ? { details } : {}),
  };
}
