import { nodeResolve } from '@rollup/plugin-node-resolve';
import typescript from '@rollup/plugin-typescript';
import { dts } from 'rollup-plugin-dts';

/** Circular imports hide which layer is above which: they fail the build, as every warning does. */
const onwarn = (warning) => {
  throw new Error(warning.message);
};

/** One program for each entry, so that const enums are inlined. */
const compile = (tsconfig) =>
  typescript({ tsconfig, compilerOptions: { noEmit: false, declaration: false } });

export default [
  {
    input: 'src/index.ts',
    output: [
      { file: 'dist/index.js', format: 'es' },
      // The same runtime as one module for XS: nothing is imported, nothing of Node is named.
      { file: 'dist/xs/wasmote.js', format: 'es' },
    ],
    plugins: [compile('./tsconfig.device.json')],
    onwarn,
  },
  {
    input: 'src/index.ts',
    output: { file: 'dist/index.d.ts', format: 'es' },
    plugins: [dts()],
    onwarn,
  },
];
