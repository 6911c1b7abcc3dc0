import { hostilities, type Target } from './hostile-clients.js';

/** A process of hostile clients: `name` of what they do and, as JSON, whom they do it to. They work until it is killed. */
const [name = '', target = '{}'] = process.argv.slice(2);
const work = hostilities[name];
if (!work) throw new Error(`nobody does ${name}`);
await work(JSON.parse(target) as Target);
