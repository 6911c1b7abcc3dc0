import type { RetryAdvice } from '#libs/kernel';
import { armErrorCatalogue } from './catalogue/index.js';
import { extensionErrorCatalogue } from './extension-error-catalogue.js';

/** An error of Azure's as we answer it; `{name}` in the remedy is filled with what Azure said. */
export interface KnownError {
  code: string;
  retry: RetryAdvice;
  remedy: string;
}

/** Every error of Azure's that we explain, by code; of several rules for one code the first. */
export const knownErrors = (): KnownError[] =>
  [...armErrorCatalogue, ...extensionErrorCatalogue]
    .filter(({ code }, at, all) => all.findIndex((rule) => rule.code === code) === at)
    .map(({ code, retry, remedy }) => ({ code, retry, remedy }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
