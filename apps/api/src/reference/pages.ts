import { diagnosticsPage } from './diagnostics.page.js';
import { errorCodesPage } from './error-codes.page.js';
import { settingsPage } from './settings.page.js';
import { verbsPage } from './verbs/verbs.page.js';

/** Every page of docs/reference, by its file. */
export const pages: Readonly<Record<string, () => string>> = {
  'diagnostics.md': diagnosticsPage,
  'error-codes.md': errorCodesPage,
  'settings.md': settingsPage,
  'verbs.md': verbsPage,
};
