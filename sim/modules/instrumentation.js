class Instrumentation {
	static get(what) @ "simInstrumentationGet";
	static map(name) @ "simInstrumentationMap";
	static name(index) @ "simInstrumentationName";
}
export default Instrumentation;
