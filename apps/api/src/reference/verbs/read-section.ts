import type { AnyRead } from '#libs/verbs';
import { exampleText } from './example-text.js';
import { placeText } from './place-text.js';
import { fieldTable } from './input-types.js';

/** Everything that clients should know of a read. */
export const readSection = (read: AnyRead): string =>
  [
    `### ${read.name}`,
    read.summary,
    `- Who may: ${read.forEverybody ? 'everybody' : 'everybody, of the teams in which they have a role'}.
- REST: ${placeText(read)}.
- Effect: read.
- Answers: ${answerOf(read)}.`,
    ...(Object.keys(read.input.shape).length > 0 ? inputOf(read) : []),
  ].join('\n\n');

const answers = {
  page: (type: string) => `a page of \`${type}\``,
  found: (type: string) => `\`${type}\`, or null`,
  'found each': (type: string) => `a list of \`${type}\`, or null for each`,
  all: (type: string) => `a list of \`${type}\``,
  one: (type: string) => `\`${type}\``,
};

const answerOf = ({ answer: { type, as } }: AnyRead): string => answers[as](type);

const inputOf = ({ input, example }: AnyRead): string[] => [
  fieldTable(input),
  `\`\`\`json\n${exampleText(example)}\n\`\`\``,
];
