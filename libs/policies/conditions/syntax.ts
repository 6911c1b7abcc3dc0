import type { ASTNode } from '@marcbachmann/cel-js';

/** A node of a parsed condition. The library's type is closed, and its nodes are not: what a word means is changed in them. */
export type Node = Pick<ASTNode, 'start'> & { op: string; args: unknown };

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

/** The patterns that a condition says; not those that it puts together. */
export const patternsOf = (ast: ASTNode): string[] =>
  nodesOf(ast).flatMap((node) => {
    const [pattern] = isMatch(node) ? (node.args[2] as Node[]) : [];
    return pattern?.op === 'value' ? [String(pattern.args)] : [];
  });

const isMatch = (node: Node): node is Node & { args: unknown[] } =>
  node.op === 'rcall' && Array.isArray(node.args) && node.args[0] === 'matches';

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
