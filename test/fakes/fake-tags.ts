import type {AwsError} from '../../src/lib/errors.js';
import type {TagsPort} from '../../src/lib/ports/lambda/tags.js';

/** Tags of one function in memory. `failNext` makes the next write fail. */
export class FakeTags implements TagsPort {
  tags: Readonly<Record<string, string>>;
  readonly calls: string[] = [];
  #failure: AwsError | undefined;

  constructor(tags: Readonly<Record<string, string>> = {}) {
    this.tags = tags;
  }

  failNext(error: AwsError): void {
    this.#failure = error;
  }

  async listTags(): Promise<Readonly<Record<string, string>>> {
    return this.tags;
  }

  async setTags(_arn: string, tags: Readonly<Record<string, string>>): Promise<void> {
    this.#write('setTags');
    this.tags = {...this.tags, ...tags};
  }

  async removeTags(_arn: string, names: readonly string[]): Promise<void> {
    this.#write('removeTags');
    this.tags = Object.fromEntries(Object.entries(this.tags).filter(([name]) => !names.includes(name)));
  }

  #write(call: string): void {
    this.calls.push(call);
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) throw failure;
  }
}
