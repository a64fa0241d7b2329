// Builds the simulator and prints where it is: npx vite-node test/simulator/build-now.ts
import { buildSimulator } from '../../src/simulator/build.js';

const simulator = await buildSimulator(({ done, total, file }) =>
  console.error(`${done}/${total} ${file}`),
);
console.log(simulator.program);
