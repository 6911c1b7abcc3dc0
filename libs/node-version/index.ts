import { problemOfNode } from './problem-of-node.js';

/*
 * Ends the process where Node is too old, and says which one it wants. The first import of every entry: what comes after it
 * may end there with a message that nobody understands.
 */
const problem = problemOfNode();
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
