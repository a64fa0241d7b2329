/** Runs the cases on XS with the compiler. */
import '../../../../src/compiler.js';
import '../../../../src/memory64.js';
import { Config, createWebAssembly, Engine } from '../../../../src/index.js';
import { runCases } from './run.js';

/** The cases nest calls of the host deeper than most boards have stack for. */
const config = new Config().strategy('compiler').compiledStackSlots(2000);

void runCases([createWebAssembly(new Engine(config))]);
