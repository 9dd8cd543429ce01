#!/usr/bin/env node
import {register} from 'tsx/esm/api';

register();
const {start} = await import('../src/lib/cli/start.ts');
await start();
