import type {Pipeline} from '../../config/scaffold/pipeline-file.js';
import type {FunctionOptions} from '../publish/function-options.js';

/** What was asked for; what is absent is found out, asked, or left out. */
export interface InitOptions extends Pick<FunctionOptions, 'source' | 'handler' | 'runtime' | 'role'> {
  /** A file of another tool, or a function on AWS. */
  readonly from?: string | undefined;
  readonly alias?: string | undefined;
  readonly pipeline?: Pipeline | undefined;
  readonly policy: boolean;
}

/** Whether anything was said of what stands in a release file. */
export function asksForFile(named: string | undefined, options: InitOptions): boolean {
  const {from, source, alias, handler, runtime, role} = options;
  return [named, from, source, alias, handler, runtime, role].some((each) => each !== undefined);
}
