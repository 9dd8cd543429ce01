// Prints what is bundled into dist/ as CycloneDX, as npm knows it: with hashes, licences and where each comes from. Build first.
import {execFileSync} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {packageRoot} from '../../src/lib/package-root.js';
import {bundledSbom} from './bundled-sbom.js';

const notices = await readFile(path.join(packageRoot, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
const {name} = JSON.parse(await readFile(path.join(packageRoot, 'package.json'), 'utf8'));
const options = {cwd: packageRoot, encoding: 'utf8' as const, maxBuffer: 64 * 1024 * 1024};
const installed = JSON.parse(execFileSync('npm', ['sbom', '--sbom-format=cyclonedx'], options));
process.stdout.write(`${JSON.stringify(bundledSbom(installed, notices, name), null, 2)}\n`);
