import {BlockList, isIP} from 'node:net';

/** `*` stands for any text, `\*` and `\\` for themselves; undefined for two wildcards in a row. */
export function wildcardOf(text: string): RegExp | undefined {
  const parts = text.match(/\\[*\\]|./gs) ?? [];
  if (parts.some((part, index) => part === '*' && parts[index + 1] === '*')) return undefined;
  const source = parts.map((part) => (part === '*' ? '.*' : literal(part.length > 1 ? part.slice(1) : part)));
  return new RegExp(`^${source.join('')}$`, 's');
}

/** False for what is no address, or one of the other family. */
export function inNetwork(address: string, network: string, length: number): boolean {
  const family = isIP(address);
  if (family === 0 || family !== isIP(network)) return false;
  const kind = family === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(network, length, kind);
  return list.check(address, kind);
}

function literal(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
