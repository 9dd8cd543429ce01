import {type Interfaces, Plugin} from '@oclif/core';
import {packageRoot} from '../../src/lib/package-root.js';

/** What oclif.manifest.json holds: with it, help and command lookup load no command module. Commands in the order of their names. */
export async function generateManifest(): Promise<Interfaces.Manifest> {
  const plugin = new Plugin({
    root: packageRoot,
    type: 'core',
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  });
  await plugin.load();
  const commands = Object.entries(plugin.manifest.commands).sort(([a], [b]) => (a < b ? -1 : 1));
  return {...plugin.manifest, commands: Object.fromEntries(commands)};
}
