/*
 * json: tokenizes a document of 1 KB: punctuation with a check of nesting, strings with escapes,
 * numbers with fractions and exponents, literals. Checksum: kind and value of each token, mixed as
 * sum * 31 + kind * 8 + value; the value of a string is a hash of its unescaped bytes, of a number
 * its thousandfold as an integer.
 */
#include "../kernels/kernel.h"

static const u8 text[] =
	"{\n"
	"  \"device\": {\"id\": \"gw-0417\", \"model\": \"WM\\u002d32\", \"firmware\": \"3.14.1-rc2\",\n"
	"    \"tags\": [\"roof\", \"north\\/east\", \"caf\\u00e9 \\\"Zum Turm\\\"\"], \"uptime\": 1893456},\n"
	"  \"network\": {\"ssid\": \"Werkstatt\\tEG\", \"rssi\": -61, \"ip\": [192, 168, 4, 17], \"mesh\": null},\n"
	"  \"sensors\": [\n"
	"    {\"name\": \"temperature\", \"unit\": \"\\u00b0C\", \"values\": [21.5, 21.625, -0.25, 1.9e1, 20]},\n"
	"    {\"name\": \"humidity\", \"unit\": \"%\", \"values\": [48, 47.5, 51.25], \"calibrated\": true},\n"
	"    {\"name\": \"pressure\", \"unit\": \"hPa\", \"values\": [1013.25, 1009, 9.985e2], \"offset\": -1.5e-1},\n"
	"    {\"name\": \"wind\", \"unit\": \"m\\/s\", \"values\": [], \"calibrated\": false, \"offset\": 0}\n"
	"  ],\n"
	"  \"rules\": [\n"
	"    {\"if\": [\"temperature\", \">\", 26.5], \"then\": {\"relay\": 2, \"on\": true, \"for\": 900}},\n"
	"    {\"if\": [\"humidity\", \"<\", 35], \"then\": {\"message\": \"Luft zu trocken:\\n\\\"l\\u00fcften\\\"\"}},\n"
	"    {\"if\": [\"wind\", \">=\", 12.75], \"then\": {\"relay\": 3, \"on\": false}, \"else\": {}}\n"
	"  ],\n"
	"  \"seed\": 202611, \"scale\": 2.5E+3, \"end\": true\n"
	"}\n";

enum { NESTING = 16 };
enum { END, STRING, NUMBER, TRUE, FALSE, NULL_, ERROR };

static u32 at;
static int value;
static u8 nesting[NESTING];
static u32 depth;

static u32 hex(void) {
	u32 code = 0;
	for (u32 i = 0; i < 4; i++) {
		u32 c = text[at++];
		code = code << 4 | (c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
	}
	return code;
}

static u32 string(void) {
	u32 hash = 5381;
	for (;;) {
		u32 c = text[at++];
		if (c == '"')
			break;
		if (c == 0)
			return ERROR;
		if (c == '\\') {
			c = text[at++];
			if (c == 'n')
				c = '\n';
			else if (c == 't')
				c = '\t';
			else if (c == 'r')
				c = '\r';
			else if (c == 'b')
				c = '\b';
			else if (c == 'f')
				c = '\f';
			else if (c == 'u')
				c = hex();
			if (c >= 128) {
				// UTF-8, up to two bytes
				hash = hash * 33 ^ (0xC0 | c >> 6);
				c = 0x80 | (c & 63);
			}
		}
		hash = hash * 33 ^ c;
	}
	value = hash;
	return STRING;
}

static u32 number(void) {
	double mantissa = 0;
	int exponent = 0;
	u32 negative = text[at] == '-';
	at += negative;
	for (; text[at] >= '0' && text[at] <= '9'; at++)
		mantissa = mantissa * 10 + (text[at] - '0');
	if (text[at] == '.')
		for (at++; text[at] >= '0' && text[at] <= '9'; at++) {
			mantissa = mantissa * 10 + (text[at] - '0');
			exponent--;
		}
	if ((text[at] | 32) == 'e') {
		int given = 0;
		at++;
		u32 below = text[at] == '-';
		if (below || text[at] == '+')
			at++;
		for (; text[at] >= '0' && text[at] <= '9'; at++)
			given = given * 10 + (text[at] - '0');
		exponent += below ? -given : given;
	}
	for (; exponent > 0; exponent--)
		mantissa *= 10;
	for (; exponent < 0; exponent++)
		mantissa /= 10;
	value = (int)((negative ? -mantissa : mantissa) * 1000);
	return NUMBER;
}

/* `rest` letters follow the first; their sum tells whether they are the right ones. */
static u32 literal(u32 rest, u32 sum, u32 kind) {
	for (; rest > 0; rest--)
		sum -= text[++at];
	at++;
	return sum == 0 ? kind : ERROR;
}

/* The kind of the next token; punctuation is its own kind. */
static u32 next(void) {
	u32 c = text[at];
	while (c == ' ' || c == '\n' || c == '\t' || c == '\r')
		c = text[++at];
	value = at;
	switch (c) {
	case '"':
		at++;
		return string();
	case ',':
	case ':':
		at++;
		return c;
	case '{':
	case '[':
		at++;
		if (depth == NESTING)
			return ERROR;
		nesting[depth++] = c;
		return c;
	case '}':
	case ']':
		at++;
		// '{' and '}' as well as '[' and ']' are two apart
		return depth > 0 && nesting[--depth] == c - 2 ? c : ERROR;
	case 't':
		return literal(3, 'r' + 'u' + 'e', TRUE);
	case 'f':
		return literal(4, 'a' + 'l' + 's' + 'e', FALSE);
	case 'n':
		return literal(3, 'u' + 'l' + 'l', NULL_);
	case 0:
		return depth == 0 ? END : ERROR;
	}
	return c == '-' || (c >= '0' && c <= '9') ? number() : ERROR;
}

KERNEL {
	u32 sum = 0;
	at = 0;
	depth = 0;
	for (;;) {
		u32 kind = next();
		sum = sum * 31 + kind * 8 + value;
		if (kind == END || kind == ERROR)
			return sum + kind;
	}
}
