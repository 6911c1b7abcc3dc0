import { settings, type DocumentedVariable } from '#libs/config';
import { markdownTable } from './markdown-table.js';

const rowOf = ({ name, type, fallback, description }: DocumentedVariable): string[] => [
  `\`${name}\``,
  type,
  fallback === undefined ? '' : `\`${fallback}\``,
  description,
];

export const settingsPage = (): string => `# Settings

Environment variables. An empty one counts as absent. A process checks all of them at its start and names everything that is
wrong, without its value. [Day one](../day-one.md) says which of them a system needs.

${markdownTable(['name', 'type', 'default', 'what it does'], settings().map(rowOf))}

Beside these, the HTTP client reads \`HTTPS_PROXY\`, \`ALL_PROXY\`, \`HTTP_PROXY\` and \`NO_PROXY\`, also in lower case.
`;
