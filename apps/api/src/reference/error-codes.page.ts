import { knownErrors } from '#libs/arm-errors';
import { provisioningCodes, userErrorCodes, warningCodes } from '#libs/kernel';
import { requestCodes } from '../errors/request-codes.js';
import { codeTable } from './code-table.js';
import { markdownTable } from './markdown-table.js';

const fromAzure = (): string =>
  markdownTable(
    ['code', 'retry', 'what to do'],
    knownErrors().map(({ code, retry, remedy }) => [
      `\`${code}\``,
      retry,
      remedy.replaceAll(/(?<=\w)\{/g, ' {').replaceAll(/\{(\w+)\}/g, '_$1_'),
    ]),
  );

export const errorCodesPage = (): string => `# Error codes

Every code that a client may see. Codes never change meaning; new ones may come, so treat an unknown one by its message and
its \`retry\`.

## Refused mutations

\`userErrors\` of a mutation's payload; over REST \`errors\` of a problem document. Nothing was accepted.

${codeTable(userErrorCodes)}

## Warnings

\`warnings\` of a payload. The mutation was accepted.

${codeTable(warningCodes)}

## Requests without an answer

\`extensions.code\` of a GraphQL error, and \`code\` of a problem document over REST.

${codeTable(requestCodes)}

## Failed operations

\`error\` of operations and steps, and \`provisioningErrors\` of resources. Each has a \`remedy\` that knows more than this table,
and says in \`retry\` whether the same can work later.

${codeTable(provisioningCodes)}

### What Azure says

Errors of Azure's that Armature explains. An error that is in neither table has Azure's own code. Words in _italics_ are
filled in from what Azure answered.

${fromAzure()}
`;
