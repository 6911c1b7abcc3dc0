import { AsyncLocalStorage } from 'node:async_hooks';

/** The id of the request that is being answered, wherever in it one stands: for errors and what is logged of them. */
export const requestIds = new AsyncLocalStorage<string>();
