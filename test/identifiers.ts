/** What a TypeScript source really uses, by the compiler's own parser: comments and texts do not count. */
import ts from 'typescript';

/** Identifiers, `Math.random`-like pairs, and the words `async`, `await`, `**`. */
export function usedNames(path: string, text: string): ReadonlySet<string> {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isIdentifier(node) && !isFieldName(node)) names.add(node.text);
    if (ts.isPropertyAccessExpression(node))
      names.add(`${node.expression.getText(source)}.${node.name.text}`).add(`.${node.name.text}`);
    if (node.kind === ts.SyntaxKind.AsyncKeyword) names.add('async');
    if (ts.isAwaitExpression(node)) names.add('await');
    if (isPowerOfNumbers(node, source)) names.add('**');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** `{ document: 1 }`, `x.document`, `interface { document }`: a field's name uses nothing. */
function isFieldName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    ts.isPropertySignature(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent)
  );
}

function isPowerOfNumbers(node: ts.Node, source: ts.SourceFile): boolean {
  if (!ts.isBinaryExpression(node)) return false;
  if (node.operatorToken.kind !== ts.SyntaxKind.AsteriskAsteriskToken) return false;
  const text = node.getText(source);
  return !/\dn\b|BigInt/.test(text) && !/^\d+ \*\* \d+$/.test(text);
}
