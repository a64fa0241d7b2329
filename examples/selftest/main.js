/**
 * Which numbers a board computes otherwise than WebAssembly says: docs/conformance.md. In the simulator:
 * `wasmote sim --board rp2040 examples/selftest`.
 */
import { selftest } from 'wasmote/selftest';

const { deviations } = selftest();
if (deviations > 0) trace('this board is not IEEE 754 to the bit\n');
