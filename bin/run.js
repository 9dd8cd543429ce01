#!/usr/bin/env node
import nodeModule from 'node:module';

nodeModule.enableCompileCache?.();
const {start} = await import('../dist/lib/cli/start.js');
await start();
