#!/usr/bin/env node
import {register} from 'tsx/esm/api';

register();
const {main} = await import('../src/lib/cli/main.ts');
await main();
