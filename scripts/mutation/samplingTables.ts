/** As much of a Babel path as is asked here. */
interface Path {
  readonly node: {
    readonly type: string;
    readonly callee?: { readonly name?: string };
    readonly key?: { readonly name?: string };
    readonly properties?: readonly { readonly type: string; readonly key?: { readonly name?: string } }[];
  };
}

const keys: ReadonlySet<unknown> = new Set(['args', 'kinks', 'kinkOf', 'attributes', 'detached']);
const reason = 'says where the laws draw their inputs, not what the library does';

/** Where the laws draw arguments from is an input of the tests. */
export function ignoredBecause({ node }: Path): string | undefined {
  const isDomain = node.type === 'ObjectProperty' && node.key?.name === 'domain';
  const isRange = node.type === 'CallExpression' && node.callee?.name === 'between';
  const isTable =
    node.type === 'ObjectExpression' &&
    node.properties!.length > 0 &&
    node.properties!.every(({ type, key }) => type === 'ObjectProperty' && keys.has(key?.name));
  return isDomain || isRange || isTable ? reason : undefined;
}
