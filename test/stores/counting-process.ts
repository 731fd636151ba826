import { fileStore } from '../../src/stores/file.js';
import { increment } from './increment.js';

// Counts in one record, and prints each number once the store has acknowledged it.
const [directory = '', times = '1'] = process.argv.slice(2);
const store = fileStore({ directory });
for (let n = 0; n < Number(times); n += 1) process.stdout.write(`${await increment(store, 'counter')}\n`);
