import type { ASTNode } from '@marcbachmann/cel-js';
import { normaliseSize } from '../facts/normalise-size.rules.js';
import { matchesName, linearPattern } from './linear-match.js';

/** A node of a parsed condition. The library's type is closed, and its nodes are not: what a word means is changed in them. */
type Node = Pick<ASTNode, 'start'> & { op: string; args: unknown };

/** All nodes of a condition, each before those in it. */
export function nodesOf(node: ASTNode): Node[] {
  const found: Node[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isNode(value)) return;
    found.push(value);
    visit(value.args);
  };
  visit(node);
  return found;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

/**
 * Lets a condition mean what it says: names of VM sizes are the same in any case, as Azure has them and as facts hold them,
 * and `matches` takes patterns of RE2. Throws for a pattern that is none.
 */
export function giveMeaning(ast: ASTNode): void {
  for (const node of nodesOf(ast)) {
    if (node.op === 'value') node.args = normaliseSize(node.args);
    if (node.op === 'rcall' && Array.isArray(node.args) && node.args[0] === 'matches') {
      const [pattern] = node.args[2] as Node[];
      if (pattern?.op === 'value') linearPattern(String(pattern.args));
      node.args = [matchesName, ...(node.args.slice(1) as unknown[])];
    }
  }
}

/** The names that lead from a fact to what is read of it, e.g. `input`, `scale`, `maxNodeCount`; undefined where it is no fact that is read. */
export function pathOf(node: Node): string[] | undefined {
  if (node.op === 'id') return [String(node.args)];
  const [of, name] = Array.isArray(node.args) ? (node.args as unknown[]) : [];
  if (!isNode(of)) return undefined;
  const above = pathOf(of);
  if (node.op === '.' || node.op === '.?') return above && [...above, String(name)];
  const isNamed = node.op === '[]' || node.op === '[?]';
  if (!isNamed || !isNode(name) || name.op !== 'value') return undefined;
  return typeof name.args === 'string' ? above && [...above, name.args] : undefined;
}
