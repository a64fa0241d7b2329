/**
 * Where XS 13.3, whose sources npm has, weighs or answers otherwise than the XS of today's SDK does,
 * and a line or two make the difference, these lines are changed in the copy that is compiled.
 * XS's own folder stays as it is.
 */
interface Change {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const CHANGES: readonly Change[] = [
  // Arrow functions that use neither `this` nor `super` nor `new.target` have no environment: sim/arrow.h.
  {
    file: 'xsTree.c',
    find: 'gxThisNodeDispatch ICACHE_FLASH_ATTR = {\n\tfxNodeDistribute,\n\tfxNodeBind,',
    replace: 'gxThisNodeDispatch ICACHE_FLASH_ATTR = {\n\tfxNodeDistribute,\n\tsimBindThis,',
  },
  {
    file: 'xsScope.c',
    find: 'void fxSuperNodeBind(void* it, void* param)\n{',
    replace: '#include "arrow.h"\nvoid fxSuperNodeBind(void* it, void* param)\n{',
  },
  { file: 'xsTree.c', find: '\tfxSuperNodeBind,', replace: '\tsimBindSuper,' },
  {
    file: 'xsTree.c',
    find: 'static const txNodeDispatch gxValueNodeDispatch',
    replace:
      'static const txNodeDispatch gxTargetNodeDispatch ICACHE_FLASH_ATTR = { fxNodeDistribute, simBindThis, fxNodeHoist, fxValueNodeCode, fxNodeCodeAssign, fxNodeCodeDelete, fxNodeCodeReference, fxNodeCodeThis };\nstatic const txNodeDispatch gxValueNodeDispatch',
  },
  {
    file: 'xsTree.c',
    find: '"Target", sizeof(txNode), &gxValueNodeDispatch',
    replace: '"Target", sizeof(txNode), &gxTargetNodeDispatch',
  },
  {
    file: 'xsCode.c',
    find: 'if (self->node->flags & mxArrowFlag) {',
    replace: 'if (simKeepsThis(self->node->flags, self->flags)) {',
  },
  {
    file: 'xsCode.c',
    find: 'if (self->node->flags & mxArrowFlag)\n',
    replace: 'if (simKeepsThis(self->node->flags, self->flags))\n',
  },
  {
    file: 'xsCode.c',
    find: 'self->scope->closureNodeCount || (self->flags & mxArrowFlag)',
    replace: 'self->scope->closureNodeCount || simKeepsThis(self->flags, 0)',
  },
];

/**
 * A source of XS with our changes.
 *
 * @throws Error when a place to change is not there exactly once: XS is another version then.
 */
export function changeXsSource(file: string, text: string): string {
  for (const change of CHANGES) {
    if (change.file !== file) continue;
    const parts = text.split(change.find);
    if (parts.length !== 2)
      throw new Error(
        `XS's ${file} is not the one known: ${JSON.stringify(change.find)} occurs ${parts.length - 1} times`,
      );
    text = parts.join(change.replace);
  }
  return text;
}

/** All changes as text, for the hash of a build. */
export function changesText(): string {
  return JSON.stringify(CHANGES);
}
