/*
 * traffic: the controller of a traffic light with a pedestrian crossing.
 *
 * This is the guest whose RAM per instance wasmote advertises: a state machine as firmware has
 * them, in 120 bytes of linear memory made of 1-byte pages. It uses no shadow stack and no heap.
 * One instance drives one crossing; a board runs dozens side by side.
 *
 * Exports
 *   init(seed: i32)              start in "all red"; `seed` shifts the first phase by seed mod 8 ticks
 *   step(button: i32) -> i32     one tick of 100 ms; `button` is the raw level of the pedestrian's
 *                                button (it is debounced here); returns the lamps, see LAMP_*
 *   state() -> i32               index of the current phase, 0 to 5
 *   remaining() -> i32           ticks left in the current phase
 *   waiting() -> i32             1 while a pedestrian's request is pending
 *   cycles() -> i32              how often cars have got green
 *   logged(back: i32) -> i32     tick << 8 | phase of the change `back` steps ago (0 is the latest);
 *                                -1 where nothing is logged
 *   memory                       the 120 bytes, for whoever wants to look
 *
 * Memory, 120 bytes: 6 phases of 4 bytes, 32 bytes of state, a log of 16 entries of 4 bytes.
 */
typedef unsigned char u8;
typedef unsigned int u32;

#define EXPORT(name) __attribute__((export_name(#name), used)) int name
#define PROC(name) __attribute__((export_name(#name), used)) void name

enum { LAMP_RED = 1, LAMP_AMBER = 2, LAMP_GREEN = 4, LAMP_WALK = 8, LAMP_STOP = 16 };
enum { ALL_RED, PREPARE, GO, SLOW, CLEAR, WALK, PHASES };
enum { LOG_ENTRIES = 16, DEBOUNCE_MASK = 7 };

struct phase {
	u8 lamps;
	u8 ticks; /* the shortest time this phase lasts */
	u8 next; /* the phase that follows */
	u8 onRequest; /* the phase that follows when a pedestrian waits */
};

/* One struct, so that the layout of the memory is that of the source. */
static struct {
	struct phase phases[PHASES];
	u32 tick; /* ticks since init */
	u32 cycles;
	u32 requests; /* requests accepted, for statistics */
	u32 logCount; /* changes logged since init */
	u32 longestWait; /* in ticks, from a request to its green */
	u32 requestTick;
	u8 phase;
	u8 remaining;
	u8 waiting;
	u8 history; /* the last eight levels of the button, newest in bit 0 */
	u32 seed;
	u32 log[LOG_ENTRIES]; /* tick << 8 | phase, a ring */
} ram = {
	.phases = {
		[ALL_RED] = { LAMP_RED | LAMP_STOP, 10, PREPARE, WALK },
		[PREPARE] = { LAMP_RED | LAMP_AMBER | LAMP_STOP, 5, GO, GO },
		[GO] = { LAMP_GREEN | LAMP_STOP, 50, GO, SLOW },
		[SLOW] = { LAMP_AMBER | LAMP_STOP, 15, CLEAR, CLEAR },
		[CLEAR] = { LAMP_RED | LAMP_STOP, 10, WALK, WALK },
		[WALK] = { LAMP_RED | LAMP_WALK, 40, ALL_RED, ALL_RED },
	},
};

_Static_assert(sizeof ram == 120, "traffic is the 120-byte example");

static void enter(u32 phase) {
	ram.phase = phase;
	ram.remaining = ram.phases[phase].ticks;
	ram.log[ram.logCount++ % LOG_ENTRIES] = ram.tick << 8 | phase;
	if (phase == GO)
		ram.cycles++;
	if (phase == WALK && ram.waiting) {
		u32 wait = ram.tick - ram.requestTick;
		if (wait > ram.longestWait)
			ram.longestWait = wait;
		ram.waiting = 0;
	}
}

PROC(init)(int seed) {
	ram.tick = ram.cycles = ram.requests = ram.logCount = 0;
	ram.longestWait = ram.requestTick = 0;
	ram.waiting = ram.history = 0;
	ram.seed = seed;
	enter(ALL_RED);
	ram.remaining += seed & 7;
}

EXPORT(step)(int button) {
	ram.tick++;
	ram.history = ram.history << 1 | (button & 1);
	/* Three equal levels in a row count; what bounces is ignored. */
	if ((ram.history & DEBOUNCE_MASK) == DEBOUNCE_MASK && !ram.waiting && ram.phase != WALK) {
		ram.waiting = 1;
		ram.requests++;
		ram.requestTick = ram.tick;
	}
	if (ram.remaining)
		ram.remaining--;
	if (!ram.remaining) {
		struct phase *phase = &ram.phases[ram.phase];
		u32 next = ram.waiting ? phase->onRequest : phase->next;
		if (next != ram.phase)
			enter(next);
	}
	return ram.phases[ram.phase].lamps;
}

EXPORT(state)(void) {
	return ram.phase;
}

EXPORT(remaining)(void) {
	return ram.remaining;
}

EXPORT(waiting)(void) {
	return ram.waiting;
}

EXPORT(cycles)(void) {
	return ram.cycles;
}

EXPORT(logged)(int back) {
	if ((u32)back >= LOG_ENTRIES || (u32)back >= ram.logCount)
		return -1;
	return ram.log[(ram.logCount - 1 - back) % LOG_ENTRIES];
}
