/**
 * A type assertion (`x as T`) or a non-null assertion (`x!`) silences the compiler: why it may be believed stands beside
 * it, as a comment on the same line, on the line above, or at the head of the statement. `as const` asserts nothing.
 * @type {import('eslint').Rule.RuleModule}
 */
export const reasons = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { reason: 'Say beside it why `{{what}}` may be believed (or let the types show it).' },
  },
  create(context) {
    const commentedLines = new Set();
    for (const comment of context.sourceCode.getAllComments()) {
      if (!comment.loc) continue;
      // A comment speaks for its own lines and for the one below.
      for (let line = comment.loc.start.line; line <= comment.loc.end.line + 1; line++) commentedLines.add(line);
    }
    /** @param {any} node @param {string} what */
    const check = (node, what) => {
      let statement = node;
      while (statement.parent && !/Statement$|Declaration$|^Program$|^PropertyDefinition$/.test(statement.type))
        statement = statement.parent;
      const lines = [node.loc.start.line, node.loc.end.line, statement.loc.start.line];
      if (!lines.some((line) => commentedLines.has(line)))
        context.report({ node, messageId: 'reason', data: { what } });
    };
    return {
      /** @param {any} node */
      TSAsExpression(node) {
        const { typeAnnotation } = node;
        const isConst = typeAnnotation.type === 'TSTypeReference' && typeAnnotation.typeName.name === 'const';
        if (!isConst) check(node, 'as');
      },
      /** @param {any} node */
      TSNonNullExpression: (node) => check(node, '!'),
    };
  },
};
