/** What documentation comments say, as Markdown. */
import ts from 'typescript';

export interface Comment {
  readonly text: string;
  /** For people who work on wasmote itself. */
  readonly isInternal: boolean;
  /** Lines of a list: parameters, results, errors. */
  readonly notes: readonly string[];
  readonly examples: readonly string[];
}

/** The comment of a declaration; of overloads, that of the first with one. */
export function commentOf(declarations: readonly ts.Node[]): Comment {
  const docs = declarations.map((node) => ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc));
  const doc = docs.find((list) => list.length > 0)?.at(-1);
  const tags = [...(doc?.tags ?? [])];
  return {
    text: markdown(doc?.comment),
    isInternal: tags.some(({ tagName }) => tagName.text === 'internal'),
    notes: tags.flatMap(noteOf),
    examples: tags
      .filter(({ tagName }) => tagName.text === 'example')
      .map(({ comment }) => plain(comment).trim()),
  };
}

function noteOf(tag: ts.JSDocTag): string[] {
  const text = markdown(tag.comment);
  if (ts.isJSDocParameterTag(tag)) return [`\`${tag.name.getText()}\`: ${text.replace(/^- /, '')}`];
  if (ts.isJSDocReturnTag(tag)) return [`returns ${text}`];
  // TypeScript takes the first word of `@throws` for a type only in braces.
  if (ts.isJSDocThrowsTag(tag)) {
    const type = tag.typeExpression?.type.getText();
    return [`throws ${type === undefined ? text : `${type} ${text}`}`];
  }
  return [];
}

/** Links become code, lines become one, paragraphs and lists stay. */
function markdown(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return plain(comment)
    .trim()
    .split(/\n(?=\s*(?:\n|[-*] |https?:))/)
    .map((block) => block.trim().replace(/\s*\n\s*/g, ' '))
    .filter((block) => block !== '')
    .map((block) => block.replace(/^https?:\S+$/, '<$&>'))
    .join('\n\n');
}

function plain(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  if (comment === undefined || typeof comment === 'string') return comment ?? '';
  return comment
    .map((part) => {
      if (!ts.isJSDocLink(part)) return part.text;
      return `\`${(part.name?.getText() ?? '') + part.text}\``;
    })
    .join('');
}
