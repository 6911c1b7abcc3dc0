import { catalogue } from '#libs/catalogue';
import type { AnyRead, AnyVerb } from '#libs/verbs';
import { reads } from '../../reads/catalogue-of-reads.js';
import { typeSection, typesIn } from './input-types.js';
import { readSection } from './read-section.js';
import { verbSection } from './verb-section.js';

const all = [...catalogue, ...reads];
const byNoun = Map.groupBy(all, ({ noun }) => noun);

const sectionOf = (asked: AnyVerb | AnyRead): string =>
  asked.effect === 'read' ? readSection(asked) : verbSection(asked);

const nounSection = (noun: string): string =>
  [`## ${noun}`, ...(byNoun.get(noun) ?? []).map(sectionOf)].join('\n\n');

export const verbsPage = (): string => `# Verbs

What can be asked for. What changes anything is a GraphQL mutation of its name with one argument, \`input\`; what is read is a
query, whose arguments are the fields below:

\`\`\`graphql
mutation ($input: CreateTeamInput!) {
  createTeam(input: $input) {
    team {
      id
    }
    userErrors {
      code
      message
      field
    }
  }
}
\`\`\`

Beside what it says below every mutation answers \`warnings\` and \`userErrors\`, with [these codes](error-codes.md). A role on
the whole platform counts in every team. Whoever may see a thing and not do this to it is refused with \`FORBIDDEN\`; to whoever
may not see it, it is not there. Ids are opaque: pass what a field \`id\` answered.

${[...byNoun.keys()].toSorted().map(nounSection).join('\n\n')}

## Types of input

${[...typesIn(all.map(({ input }) => input)).values()].map(typeSection).join('\n\n')}
`;
