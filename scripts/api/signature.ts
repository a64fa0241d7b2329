/** Declarations as people read them: without bodies, and without what is no matter of callers. */
import ts from 'typescript';

/** First values that say something by themselves. */
const PLAIN = /^(?:-?[\d.]+|'.*'|true|false|null)$/;

/** A parameter: `source: ModuleSource`, `values?: V[]`, `radix: number = 10`. */
function parameter(node: ts.ParameterDeclaration): string {
  const { initializer } = node;
  const isPlain = initializer !== undefined && PLAIN.test(initializer.getText());
  const optional = node.questionToken || (initializer && !isPlain) ? '?' : '';
  const type = node.type === undefined ? '' : `: ${oneLine(node.type)}`;
  const initial = isPlain ? ` = ${initializer.getText()}` : '';
  // What is taken apart at once has no name.
  const name = ts.isObjectBindingPattern(node.name) ? 'options' : node.name.getText();
  const rest = node.dotDotDotToken === undefined ? '' : '...';
  return `${rest}${name}${optional}${type}${initial}`;
}

type Callable = ts.SignatureDeclaration;

/** `<T>(…): R`; constructors give no type. */
function call(node: Callable, result = true): string {
  const types = node.typeParameters?.map(oneLine).join(', ');
  const type = result && node.type !== undefined ? `: ${oneLine(node.type)}` : '';
  return `${types === undefined ? '' : `<${types}>`}(${node.parameters.map(parameter).join(', ')})${type}`;
}

/** What programs have of types by which lower layers know those above them. */
const FACES: readonly (readonly [string, string])[] = [
  ['{ readonly settings: EngineSettings }', 'Engine'],
  ['Partial<Claimant>', 'Store | Module'],
  ['ModuleCode', 'Module'],
  ['RamBudget', 'Budget'],
];

/** A text of the sources on one line, without comments. */
export function oneLine(node: ts.Node): string {
  const text = FACES.reduce((text, [inner, face]) => text.replaceAll(inner, face), node.getText());
  return text
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\( /g, '(')
    .replace(/,? \)/g, ')')
    .replace(/^\| /, '');
}

/** A member of a class or an interface as it is used: `Module.deserialize(…): Module`, `new Store(…)`. */
export function memberSignature(owner: string, node: ts.Node): string | undefined {
  if (ts.isConstructorDeclaration(node)) return `new ${owner}${call(node, false)}`;
  if (ts.isConstructSignatureDeclaration(node)) return `new ${call(node)}`;
  if (ts.isCallSignatureDeclaration(node)) return call(node);
  if (ts.isIndexSignatureDeclaration(node)) return oneLine(node).replace(/;$/, '');
  // As a property; the constructor tells what it is without an argument.
  if (ts.isParameter(node)) return parameter(node).replace(/ = .*/, '');
  if (!ts.isClassElement(node) && !ts.isTypeElement(node)) return undefined;
  const isStatic = (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Static) !== 0;
  const name = `${isStatic ? `${owner}.` : ''}${node.name?.getText() ?? ''}`;
  if (ts.isMethodDeclaration(node) || ts.isMethodSignature(node)) {
    return `${name}${node.questionToken === undefined ? '' : '?'}${call(node)}`;
  }
  if (ts.isGetAccessor(node)) return `${name}: ${oneLine(node.type!)}`;
  if (ts.isPropertyDeclaration(node) || ts.isPropertySignature(node)) {
    return `${name}${node.questionToken === undefined ? '' : '?'}: ${typeOf(node)}`;
  }
  return undefined;
}

/** The type that is declared, or what that of a constant is. */
function typeOf(node: ts.PropertyDeclaration | ts.PropertySignature): string {
  if (node.type !== undefined) return oneLine(node.type);
  return ts.isPropertyDeclaration(node) && node.initializer ? oneLine(node.initializer) : 'any';
}

export function functionSignature(node: ts.FunctionDeclaration): string {
  return `${node.name!.text}${call(node)}`;
}
