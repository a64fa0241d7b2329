/** Runs one script inside XS: the arguments are its file and its folder; prints the result as JSON. */
import 'wasmote/compiler';
import 'wasmote/exception-handling';
import 'wasmote/gc';
import 'wasmote/memory64';
import 'wasmote/wide-arithmetic';
import Sim from 'sim';
import { runScript } from './script-runner.js';
import type { Strategy } from '../../src/index.js';
import type { Script } from './wast-json.js';

declare function trace(text: string): void;

/** XS has no TextDecoder; this is its own way to read UTF-8. */
const { fromArrayBuffer } = String as unknown as { fromArrayBuffer(bytes: ArrayBuffer): string };

const [file, folder, strategy] = Sim.argv as [string, string, Strategy];
const script = JSON.parse(fromArrayBuffer(Sim.readFile(file))) as Script;
const part = folder.slice(folder.lastIndexOf('/') + 1);
const load = (name: string): Uint8Array => new Uint8Array(Sim.readFile(`${folder}/${name}`));
const result = runScript(script, part, strategy, load);
trace(`${JSON.stringify(result)}\n`);
