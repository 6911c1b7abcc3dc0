import { catalogue } from '#libs/catalogue';
import { typeSection, typesIn } from './input-types.js';
import { verbSection } from './verb-section.js';

const byNoun = Map.groupBy(catalogue, ({ noun }) => noun);

const nounSection = (noun: string): string =>
  [`## ${noun}`, ...(byNoun.get(noun) ?? []).map(verbSection)].join('\n\n');

export const verbsPage = (): string => `# Verbs

What can be asked for. Each verb is a GraphQL mutation of its name with one argument, \`input\`:

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

Beside what it says below every verb answers \`warnings\` and \`userErrors\`, with [these codes](error-codes.md). A role on
the whole platform counts in every team. Whoever may see a thing and not do this to it is refused with \`FORBIDDEN\`; to whoever
may not see it, it is not there. Ids are opaque: pass what a field \`id\` answered.

${[...byNoun.keys()].toSorted().map(nounSection).join('\n\n')}

## Types of input

${[...typesIn(catalogue.map(({ input }) => input)).values()].map(typeSection).join('\n\n')}
`;
