import { normaliseLocation } from '#libs/kernel';
import { pathOf, type Node } from './syntax.js';
import { anyCase, meantName } from './text-words.js';

/** Texts that a condition holds against `location` name regions as facts do: `West Europe` is `westeurope`. */
export function nameRegions(node: Node): void {
  const [one, other] = sidesOf(node);
  if (!one || !other) return;
  const isPattern = node.op === 'rcall' && (node.args as unknown[])[0] === 'matches';
  const name = isPattern ? anyCase : normaliseLocation;
  const texts = [
    ...(isLocationRead(one) ? textsOf(other) : []),
    ...(isLocationRead(other) ? textsOf(one) : []),
  ];
  for (const text of texts) text.args = name(String(text.args));
}

/** What is held against each other; empty where nothing is. */
function sidesOf({ op, args }: Node): Node[] {
  if (op === '==' || op === '!=' || op === 'in') return args as Node[];
  if (op !== 'rcall') return [];
  const [word, of, given] = args as [string, Node, Node[]];
  return meantName(word) === undefined ? [] : [of, ...given];
}

function isLocationRead(node: Node): boolean {
  if (pathOf(node)?.at(-1) === 'location') return true;
  if (node.op !== 'rcall') return false;
  const [word, of] = node.args as [string, Node];
  return word === 'orValue' && isLocationRead(of);
}

/** The texts that it may come to, as they are written. */
function textsOf(node: Node): Node[] {
  const { op, args } = node;
  if (op === 'list') return (args as Node[]).flatMap(textsOf);
  if (op === '?:') return (args as Node[]).slice(1).flatMap(textsOf);
  return op === 'value' && typeof args === 'string' ? [node] : [];
}
