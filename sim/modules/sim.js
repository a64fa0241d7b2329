class Sim {
	static collect() @ "simCollect";
	static measure(what) @ "simMeasureOne";
	static heap(into) @ "simHeap";
	static get argv() @ "simArgv";
	static readFile(path) @ "simReadFileBuffer";
	static writeFile(path, data) @ "simWriteFile";
	static now() @ "simNow";
	static hasModule(name) @ "simHasModule";
	static importNow(name) @ "simImportNow";
	static exit(code) @ "simExitCode";
}
export default Sim;
