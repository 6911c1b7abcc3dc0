import { genericCodes } from './catalogue/index.js';
import type { ErrorNode } from './read-error-tree.js';
import { ruleFor } from './rule-for.js';
import { explains, isList } from './sentence.rules.js';

/** A node with what can be said of it: its own message or, where that explains nothing, the nearest that does. */
export interface SaidError {
  node: ErrorNode;
  code: string;
  message: string;
}

interface Placed {
  node: ErrorNode;
  /** Nearest first. */
  ancestors: readonly ErrorNode[];
}

/** Deepest first, so that the innermost of equals is met first. */
const innermostFirst = (node: ErrorNode, ancestors: readonly ErrorNode[] = []): Placed[] => [
  ...node.children.flatMap((child) => innermostFirst(child, [node, ...ancestors])),
  { node, ancestors },
];

const descendants = (node: ErrorNode): ErrorNode[] => [
  ...node.children,
  ...node.children.flatMap(descendants),
];

/** Codes that name no cause: the catalogue's words for "it failed", and numbers. */
export const isGeneric = (code: string): boolean =>
  genericCodes.has(code.toLowerCase()) || /^\d+$/.test(code);

function messageOf({ node, ancestors }: Placed): string {
  if (explains(node.message)) return node.message;
  const others = [...descendants(node), ...ancestors].map(({ message }) => message);
  return (
    others.find(explains) ??
    [node.message, ...others].find((message) => message !== '' && !isList(message)) ??
    node.message
  );
}

function say(placed: Placed): SaidError {
  const { node, ancestors } = placed;
  const named = [node, ...ancestors].find(({ code }) => code !== '' && !/^\d+$/.test(code));
  return { node, code: named?.code ?? node.code, message: messageOf(placed) };
}

/** The error that tells most: one the catalogue knows, else the innermost with a code of its own, else one that explains. */
function mostTelling(said: readonly SaidError[]): SaidError | undefined {
  const telling = said.filter(({ node }) => !isList(node.message));
  const specific = telling.filter(({ node }) => !isGeneric(node.code));
  const known = specific.filter((error) => ruleFor(error));
  const root = said.at(-1);
  return (
    known.find((error) => !ruleFor(error)?.yields) ??
    known[0] ??
    telling.find((error) => ruleFor(error)) ??
    specific[0] ??
    (root && explains(root.node.message) ? root : undefined) ??
    telling.find(({ node }) => explains(node.message)) ??
    root
  );
}

/** What a person would miss beside the chosen one: other errors, and sentences that it does not hold. */
function addsTo(chosen: SaidError, { node, message }: SaidError): boolean {
  if (node === chosen.node) return false;
  const isLeaf = node.children.length === 0;
  if (isLeaf && node.code !== '' && node.message !== chosen.message && !isGeneric(node.code))
    return true;
  const isNew = node.message !== '' && !chosen.message.includes(node.message);
  return isNew && (explains(node.message) || (isLeaf && node.code !== '' && message !== ''));
}

const sameText = (a: SaidError, b: SaidError): boolean =>
  a.node.message === b.node.message && a.code === b.code;

/** The error of a tree that tells most, and the others that add to it. */
export function chooseError(root: ErrorNode): { chosen: SaidError; others: SaidError[] } {
  const said = innermostFirst(root).map(say);
  const chosen = mostTelling(said) ?? { node: root, code: root.code, message: root.message };
  const others = said
    .filter((error) => addsTo(chosen, error))
    .filter((error, index, all) => all.findIndex((other) => sameText(other, error)) === index);
  return { chosen, others };
}
