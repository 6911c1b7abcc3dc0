import { diagnosticCodes } from '#libs/diagnosis';
import { codeTable } from './code-table.js';

export const diagnosticsPage = (): string => `# Diagnostics

Codes of \`diagnostics\`: what is wrong with a compute, as far as Azure tells or Armature can conclude. Codes never change
meaning. [Diagnosis](../diagnosis.md) says where each finding comes from.

${codeTable(diagnosticCodes)}
`;
