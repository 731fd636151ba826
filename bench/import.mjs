// A process that imports what it is told to, and ends: `node bench/import.mjs [module…]`.

for (const module of process.argv.slice(2)) await import(module);
