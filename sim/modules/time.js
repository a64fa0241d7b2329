class Time {
	static set(seconds) @ "simTimeIgnore";
	static get timezone() @ "simTimeZero";
	static set timezone(seconds) @ "simTimeIgnore";
	static get dst() @ "simTimeZero";
	static set dst(seconds) @ "simTimeIgnore";
	static get ticks() @ "simTimeTicks";
	static get microseconds() @ "simTimeMicroseconds";
	static delta(start, end) @ "simTimeDelta";
}
export default Time;
