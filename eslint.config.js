import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * The layers of `src/`, lowest first: a folder imports from its own layer and from those below, so
 * that what a device leaves out is left out whole (docs/architecture.md).
 */
const LAYERS = [
  ['types', 'opcodes', 'errors'],
  ['binary'],
  ['validation'],
  ['numeric', 'metering', 'budget'],
  ['runtime'],
  ['extensions'],
  ['interpreter', 'compiler', 'image'],
  ['embedding'],
  ['wasi', 'component', 'usage', 'selftest'],
  ['hosts'],
  ['boards', 'simulator', 'page', 'explore', 'transform', 'toolchain'],
  ['prediction'],
  ['cli', 'rollup'],
];

/** Folders of programs that run on Node; all others run on every engine. */
const NODE_FOLDERS = [
  'hosts',
  'boards',
  'simulator',
  'page',
  'explore',
  'transform',
  'toolchain',
  'prediction',
  'cli',
  'rollup',
];

const above = (layer) => LAYERS.slice(layer + 1).flat();

const NO_NODE = {
  regex: '^(node:|fs$|path$|os$|url$|child_process$|crypto$)',
  message: 'Only hosts, boards, simulator and cli may know Node: the rest runs on boards.',
};

/** What the folders of one layer may not import. */
function importRule(folder, layer) {
  const higher = above(layer);
  const patterns = higher.map((name) => ({
    regex: `^(\\.\\.?/)+(src/)?${name}/`,
    message: `${folder} is a lower layer than ${name}: imports point down only.`,
  }));
  if (!NODE_FOLDERS.includes(folder)) patterns.push(NO_NODE);
  return {
    files: [`src/${folder}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
}

/** Globals that XS has not. */
const NODE_GLOBALS = ['process', 'Buffer', 'require', 'console', 'setTimeout', 'setInterval'];

export default defineConfig(
  globalIgnores([
    'dist/',
    '.cache/',
    '**/generated/',
    'sim/modules/', // XS's own syntax for host functions
    'examples/guests/*.ts', // AssemblyScript
    'test/transform/guests/**/*.ts', // AssemblyScript
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    rules: {
      // Values of guests and arguments of host functions are of any type.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'typeLike', format: ['PascalCase'] },
        { selector: 'function', format: ['camelCase'] },
        { selector: 'parameter', format: ['camelCase'], leadingUnderscore: 'allow' },
        {
          selector: 'variable',
          format: ['camelCase', 'UPPER_CASE', 'PascalCase'],
          leadingUnderscore: 'allow',
          // Names of instructions that are words of JavaScript: else_, return_.
          trailingUnderscore: 'allow',
        },
      ],
    },
  },
  {
    files: ['**/*.js'],
    extends: [tseslint.configs.recommended],
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-constant-binary-expression': 'error',
      'no-unreachable-loop': 'error',
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
    },
  },
  ...LAYERS.flatMap((folders, layer) => folders.map((folder) => importRule(folder, layer))),
  {
    files: ['src/index.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [NO_NODE, ...NODE_FOLDERS.map((name) => ({ regex: `^\\./${name}/` }))] },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': [
        'error',
        { allowArgumentsExplicitlyTypedAsAny: true },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: NODE_FOLDERS.map((folder) => `src/${folder}/**`),
    rules: {
      'no-restricted-globals': ['error', ...NODE_GLOBALS],
      'no-new-func': 'error',
      'no-eval': 'error',
    },
  },
);
