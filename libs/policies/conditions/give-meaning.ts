import type { ASTNode } from '@marcbachmann/cel-js';
import { normaliseSize } from '../facts/normalise-size.rules.js';
import { nameRegions } from './name-regions.js';
import { nodesOf, type Node } from './syntax.js';
import { meantName } from './text-words.js';

/**
 * Lets a condition mean what it says: names of VM sizes are the same in any case, as Azure has them and as facts hold them,
 * regions beside `location` however they are written, and `matches` takes patterns of RE2.
 */
export function giveMeaning(ast: ASTNode): void {
  for (const node of nodesOf(ast)) {
    nameRegions(node);
    if (node.op === 'value') node.args = normaliseSize(node.args);
    if (node.op === 'rcall') giveWordMeaning(node);
  }
}

function giveWordMeaning(node: Node): void {
  const [word, of, given] = node.args as [string, Node, Node[]];
  const meant = meantName(word);
  if (meant === undefined) return;
  node.args = [meant, of, given];
}
