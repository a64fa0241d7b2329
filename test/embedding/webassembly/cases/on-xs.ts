/** Runs the cases on XS. */
import '../../../../src/memory64.js';
import { createWebAssembly, WebAssembly } from '../../../../src/index.js';
import { runCases } from './run.js';

void runCases([WebAssembly, createWebAssembly()]);
