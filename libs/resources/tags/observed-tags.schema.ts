import { z } from 'zod';

/** All Azure tags of a resource, ours included; null where ARM keeps none. */
export const observedTagsSchema = z.record(z.string(), z.string()).nullable();
