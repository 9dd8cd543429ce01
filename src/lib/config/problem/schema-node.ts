/** A setting in the JSON Schema of the release file, as far as it is told to people. */
export interface SchemaNode {
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  /** Of a list. */
  readonly items?: SchemaNode;
  /** Ways to write one setting, such as a word or a mapping. */
  readonly anyOf?: readonly SchemaNode[];
}

/** The settings within one, of every way to write it; what several ways have is the first one's. */
export function settingsIn(node: SchemaNode): ReadonlyMap<string, SchemaNode> {
  const found = new Map<string, SchemaNode>();
  for (const {properties = {}} of [node, ...(node.anyOf ?? [])]) {
    for (const [name, child] of Object.entries(properties)) {
      if (!found.has(name)) found.set(name, child);
    }
  }
  return found;
}
