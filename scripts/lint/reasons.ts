import type { AST, Rule } from 'eslint';

/**
 * A type assertion (`x as T`) or a non-null assertion (`x!`) silences the compiler: why it may be believed stands beside
 * it, as a comment on the same line, on the line above, or at the head of the statement. `as const` asserts nothing.
 */
export const reasons: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { reason: 'Say beside it why `{{what}}` may be believed (or let the types show it).' },
  },
  create(context) {
    const commentedLines = new Set<number>();
    for (const { loc } of context.sourceCode.getAllComments()) {
      if (!loc) continue;
      // A comment speaks for its own lines and for the one below.
      for (let line = loc.start.line; line <= loc.end.line + 1; line++) commentedLines.add(line);
    }
    const check = (node: Node, what: string) => {
      const lines = [node.loc.start.line, node.loc.end.line, statementOf(node).loc.start.line];
      if (lines.some((line) => commentedLines.has(line))) return;
      context.report({ loc: node.loc, messageId: 'reason', data: { what } });
    };
    return {
      TSAsExpression(node: unknown) {
        if (isNode(node) && node.typeAnnotation?.typeName?.name !== 'const') check(node, 'as');
      },
      TSNonNullExpression(node: unknown) {
        if (isNode(node)) check(node, '!');
      },
    };
  },
};

/** What is looked at of a node: ESLint's own types know JavaScript's nodes only. */
interface Node {
  readonly type: string;
  readonly loc: AST.SourceLocation;
  readonly parent?: Node;
  readonly typeAnnotation?: { readonly typeName?: { readonly name?: string } };
}

function isNode(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'type' in node && 'loc' in node;
}

function statementOf(node: Node): Node {
  let statement = node;
  while (statement.parent && !/(Statement|Declaration|Definition)$/.test(statement.type)) statement = statement.parent;
  return statement;
}
