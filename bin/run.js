#!/usr/bin/env node
import nodeModule from 'node:module';

nodeModule.enableCompileCache?.();
const {main} = await import('../dist/lib/cli/main.js');
await main();
