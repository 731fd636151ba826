import { memoryStore } from '../../src/stores/memory.js';
import { storeContract } from './contract.js';

storeContract('memoryStore', async () => memoryStore());
