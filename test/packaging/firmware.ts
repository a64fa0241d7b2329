/** A firmware in TypeScript that uses every entry of devices, as its author would write it. */
export const FIRMWARE = `
import Debug from 'debug';
import device from 'embedded:provider/builtin';
import Digital from 'embedded:io/digital';
import Instrumentation from 'instrumentation';
import Resource from 'Resource';
import Timer from 'timer';
import {
  BudgetExceeded, Config, Engine, type Extern, FunctionType, HostFunc, Instance, Linker, Memory,
  MemoryType, Module, RuntimeError, Store, StoreLimits, WebAssembly,
} from 'wasmote';
import { Budget, memoryUsage, report, XsHeap } from 'wasmote/budget';
import { compiledModule } from 'wasmote/compiled';
import 'wasmote/compiler';
import { Exception, Tag, TagType } from 'wasmote/exception-handling';
import 'wasmote/function-references';
import 'wasmote/gc';
import 'wasmote/memory64';
import { selftest } from 'wasmote/selftest';
import 'wasmote/wide-arithmetic';

const budget = new Budget({ device: XsHeap.of('rp2040', Instrumentation, Debug) });
const engine = new Engine(new Config().consumeFuel(true).budget(budget));
const limits = StoreLimits.builder().memorySize(4096).totalBytes(20_000).build();
const store = new Store(engine, limits);
store.setFuel(100_000);
const led = new Digital({ pin: device.pin['led']!, mode: Digital.Output });
const module = new Module(engine, new Resource('guest.wasm'));
const linker = new Linker(engine).func('env', 'gpio_write', (pin: number, level: number) => {
  led.write(level ? 1 : 0);
});
const busy = new Tag(TagType.of(['i32']));
linker.define('env', 'busy', busy);
const instance: Instance = linker.instantiate(store, module);
const found: Extern | undefined = instance.getExport('memory');
const memory = new Memory(store, MemoryType.builder().min(300).max(1024).pageSizeLog2(0).build());
Timer.repeat(() => {
  try {
    instance.call('tick');
  } catch (error) {
    if (error instanceof Exception) trace(\`\${error.payload.length}\\n\`);
    else if (!(error instanceof RuntimeError || error instanceof BudgetExceeded)) throw error;
  }
}, 100);
report({ of: { guest: module, store }, budget });
trace(\`\${memoryUsage(instance).linearMemory} \${memory.dataSize} \${selftest().cases}\\n\`);
const standard: object = new WebAssembly.Module(new Uint8Array(8));
export default [standard, found, compiledModule, HostFunc, FunctionType] as const;
`;

/** The manifests that it includes, beside those of the SDK. */
export const FIRMWARE_INCLUDES = [
  'budget',
  'compiler',
  'exception-handling',
  'gc',
  'memory64',
  'selftest',
  'wide-arithmetic',
].map((entry) => `manifest_${entry}.json`);
