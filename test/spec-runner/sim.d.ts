/** The simulator's own module (sim/README.md), as far as the runner uses it. */
declare module 'sim' {
  const Sim: {
    readonly argv: readonly string[];
    readFile(path: string): ArrayBuffer;
  };
  export default Sim;
}
