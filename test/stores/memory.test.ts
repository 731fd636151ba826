import { memoryStore } from '../../src/stores/memory.js';
import { describeStore } from './contract.js';

const shared = memoryStore();
describeStore('memoryStore', { open: () => shared });
