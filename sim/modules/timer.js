class Timer {
	static set(callback, delay, repeat) @ "simTimerSet";
	static repeat(callback, delay) @ "simTimerRepeat";
	static schedule(id, delay, repeat) @ "simTimerSchedule";
	static clear(id) @ "simTimerClear";
	static delay(milliseconds) @ "simTimerDelay";
}
export default Timer;
