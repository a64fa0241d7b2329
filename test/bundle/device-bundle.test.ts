import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const text = readFileSync(new URL('../../dist/xs/wasmote.js', import.meta.url), 'utf8');
const source = ts.createSourceFile('wasmote.js', text, ts.ScriptTarget.ES2022, true);

function nodes(): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** An identifier that stands for a variable, not for a property or a member. */
function isVariable(node: ts.Node): node is ts.Identifier {
  if (!ts.isIdentifier(node)) return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return !(
    (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) &&
    parent.name === node
  );
}

/** `E[E["A"] = 0] = "A"`: what is left of an enum that is not inlined. */
function isEnumMember(node: ts.Node): boolean {
  return (
    ts.isElementAccessExpression(node) &&
    ts.isBinaryExpression(node.argumentExpression) &&
    node.argumentExpression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isElementAccessExpression(node.argumentExpression.left) &&
    node.argumentExpression.left.expression.getText() === node.expression.getText()
  );
}

describe('dist/xs/wasmote.js', () => {
  const all = nodes();
  const variables = new Set(all.filter(isVariable).map((node) => node.text));

  it.each(['process', 'Buffer', 'require', 'console', 'setTimeout'])(
    'does not name %s, which XS has not',
    (name) => expect(variables).not.toContain(name),
  );

  it.each(['Function', 'eval'])('does not name %s, which would link the parser', (name) =>
    expect(variables).not.toContain(name),
  );

  it('names no module of Node in a string', () => {
    const strings = all.filter(ts.isStringLiteralLike).map((node) => node.text);
    expect(strings.filter((value) => /^node:/.test(value))).toEqual([]);
  });

  it('imports nothing', () => {
    const imports = all.filter(
      (node) =>
        ts.isImportDeclaration(node) ||
        (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) ||
        node.kind === ts.SyntaxKind.ImportKeyword,
    );
    expect(imports.map((node) => node.getText())).toEqual([]);
  });

  it('has no object of an enum', () => {
    expect(all.filter(isEnumMember).map((node) => node.getText())).toEqual([]);
  });

  it('exports what dist/index.js exports, together with wasmote/budget and wasmote/exception-handling', async () => {
    const names = async (path: string): Promise<string[]> =>
      Object.keys(await import(/* @vite-ignore */ new URL(path, import.meta.url).href)).sort();
    const ofEntries = ['budget', 'exception-handling'].flatMap((entry) => {
      const text = readFileSync(new URL(`../../dist/xs/${entry}.js`, import.meta.url), 'utf8');
      const lists = [...text.matchAll(/^export \{ (.*) \}/gm)];
      return lists.flatMap(([, list]) =>
        list!.split(', ').map((name) => name.replace(/.* as /, '')),
      );
    });
    expect(ofEntries).toContain('memoryUsage');
    expect(ofEntries).toContain('Exception');
    // And what the other entries take from it beside that.
    expect([...(await names('../../dist/xs/wasmote.js')), ...ofEntries]).toEqual(
      expect.arrayContaining(await names('../../dist/index.js')),
    );
  });
});
