import { rolesThatAllow } from '#libs/tenants';
import type { AnswerField, AnyVerb } from '#libs/verbs';
import { shapeOf } from '../../graphql/catalogue/shape-of.js';
import { exampleText } from './example-text.js';
import { placeText } from './place-text.js';
import { fieldTable } from './input-types.js';

/** Everything that clients should know of a verb. */
export const verbSection = (verb: AnyVerb): string => `### ${verb.name}

${verb.summary}

- Who may: ${whoMay(verb)}.
- REST: ${placeText(verb)}.
- Effect: ${verb.effect}${verb.destructive ? ', destructive: it takes away what nothing brings back, or stops work that is under way' : ''}.
- Answers: ${Object.entries(verb.answer).map(answerText).join('; ')}.

${fieldTable(verb.input)}

\`\`\`json
${exampleText(verb.example)}
\`\`\``;

const whoMay = (verb: AnyVerb): string =>
  [
    `${rolesThatAllow(verb.permission)} ${wherePermitted(verb)}`,
    verb.exceptOwn ? "everybody for what is one's own" : '',
  ]
    .filter((text) => text !== '')
    .join(', ');

function wherePermitted({ where, target }: AnyVerb): string {
  if (where === 'platform' || target === null) return 'on the whole platform';
  return target === 'teamId'
    ? 'in the team that `teamId` names'
    : `in the team that has what \`${target}\` names`;
}

function answerText([key, field]: [string, AnswerField]): string {
  if ('node' in field) return `\`${key}\` (\`${field.node}\`), ${lowerFirst(field.description)}`;
  const { name, description = '' } = shapeOf(field.value, key, 'output');
  return `\`${key}\` (\`${name}\`), ${lowerFirst(description)}`;
}

/** A description as part of a sentence. */
const lowerFirst = (text: string): string =>
  `${text.slice(0, 1).toLowerCase()}${text.slice(1).replace(/\.$/, '')}`;
