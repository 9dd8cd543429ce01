import type {FunctionImage} from '../../ecr/image.js';
import type {Input} from '../input.js';

/** The command that a function of an image runs: what its configuration says goes before the image's own. */
export function commandOf(image: FunctionImage, config: Input | undefined): readonly string[] {
  const own = config?.texts('Command') ?? [];
  return own.length > 0 ? own : image.command;
}

/** The same by a configuration that was kept as it came. */
export function handlerOf(image: FunctionImage, config: unknown): string {
  const command: unknown = typeof config === 'object' && config !== null ? Reflect.get(config, 'Command') : undefined;
  const [handler = ''] = Array.isArray(command) && command.length > 0 ? command : image.command;
  return String(handler);
}
