import type { ProvisioningError } from '#libs/kernel';
import { genericCodes } from './arm-error-catalogue.js';
import { applyRule, ruleFor, type Fallback } from './apply-rule.js';
import type { ErrorNode } from './read-error-tree.js';
import { readErrorTree } from './read-error-tree.js';

export interface ErrorContext {
  /** The code where the body holds none, e.g. `HTTP 502`. */
  fallbackCode: string;
  /** The message where the body holds none. */
  fallbackMessage?: string;
  /** The advice for codes that the catalogue does not know. Default NEVER: ARM refuses the same request again. */
  fallbackRetry?: Fallback['retry'];
  armRequestId?: string | undefined;
}

/** Deepest first, so that the innermost of equals is met first. */
const innermostFirst = (node: ErrorNode): ErrorNode[] => [
  ...node.children.flatMap(innermostFirst),
  node,
];

const isGeneric = (node: ErrorNode): boolean => genericCodes.has(node.code.toLowerCase());

/** The error that tells most: one the catalogue knows, else the innermost with a code of its own, else the outermost. */
function mostTelling(nodes: ErrorNode[], root: ErrorNode): ErrorNode {
  return (
    nodes.find((node) => ruleFor(node) && !isGeneric(node)) ??
    nodes.find((node) => ruleFor(node)) ??
    nodes.find((node) => !isGeneric(node)) ??
    root
  );
}

const isLeaf = (node: ErrorNode): boolean => node.children.length === 0;

/**
 * Any failure body of Azure's as one error of ours: the innermost useful code, with remedy and retry advice from the
 * catalogue, and the other innermost errors as details. Never throws; a body that holds no error gives the fallback.
 */
export function mapErrorBody(body: unknown, context: ErrorContext): ProvisioningError {
  const outer = context.fallbackMessage ?? '';
  const root = readErrorTree(body, { message: outer }) ?? {
    code: context.fallbackCode,
    message: outer,
    info: [],
    children: [],
  };
  const nodes = innermostFirst(root);
  const fallback = { code: context.fallbackCode, retry: context.fallbackRetry ?? 'NEVER' };
  const chosen = mostTelling(nodes, root);
  const others = nodes.filter((node) => isLeaf(node) && node !== chosen && node.code !== '');
  const details = others.map((node) => applyRule(node, fallback));
  return {
    ...applyRule(chosen, fallback),
    ...(context.armRequestId ? { armRequestId: context.armRequestId } : {}),
    ...(details.length > 0 ? { details } : {}),
  };
}
