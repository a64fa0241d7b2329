/**
 * Tokenizes a JSON document of 1 KB; see ../json.c. The text is an array of bytes, because
 * `charCodeAt` costs XS ten times what an element of it costs.
 */

const text = Uint8Array.from(
  String.raw`{
  "device": {"id": "gw-0417", "model": "WM\u002d32", "firmware": "3.14.1-rc2",
    "tags": ["roof", "north\/east", "caf\u00e9 \"Zum Turm\""], "uptime": 1893456},
  "network": {"ssid": "Werkstatt\tEG", "rssi": -61, "ip": [192, 168, 4, 17], "mesh": null},
  "sensors": [
    {"name": "temperature", "unit": "\u00b0C", "values": [21.5, 21.625, -0.25, 1.9e1, 20]},
    {"name": "humidity", "unit": "%", "values": [48, 47.5, 51.25], "calibrated": true},
    {"name": "pressure", "unit": "hPa", "values": [1013.25, 1009, 9.985e2], "offset": -1.5e-1},
    {"name": "wind", "unit": "m\/s", "values": [], "calibrated": false, "offset": 0}
  ],
  "rules": [
    {"if": ["temperature", ">", 26.5], "then": {"relay": 2, "on": true, "for": 900}},
    {"if": ["humidity", "<", 35], "then": {"message": "Luft zu trocken:\n\"l\u00fcften\""}},
    {"if": ["wind", ">=", 12.75], "then": {"relay": 3, "on": false}, "else": {}}
  ],
  "seed": 202611, "scale": 2.5E+3, "end": true
}
`,
  (character) => character.charCodeAt(0),
);

const NESTING = 16;
const END = 0;
const STRING = 1;
const NUMBER = 2;
const TRUE = 3;
const FALSE = 4;
const NULL = 5;
const ERROR = 6;

const { imul } = Math;
let at = 0;
let value = 0;
const nesting = [];

function hex() {
  let code = 0;
  for (const end = at + 4; at < end; at++) {
    const c = text[at];
    code = (code << 4) | (c <= 57 ? c - 48 : (c | 32) - 87);
  }
  return code;
}

function escaped() {
  const c = text[at++];
  switch (c) {
    case 117: // u
      return hex();
    case 110: // n
      return 10;
    case 116: // t
      return 9;
    case 114: // r
      return 13;
    case 98: // b
      return 8;
    case 102: // f
      return 12;
  }
  return c;
}

function string() {
  let hash = 5381;
  for (;;) {
    if (at === text.length) return ERROR;
    let c = text[at++];
    if (c === 34) break;
    if (c === 92) {
      c = escaped();
      if (c >= 128) {
        // UTF-8, up to two bytes
        hash = imul(hash, 33) ^ (0xc0 | (c >> 6));
        c = 0x80 | (c & 63);
      }
    }
    hash = imul(hash, 33) ^ c;
  }
  value = hash;
  return STRING;
}

function number() {
  const negative = text[at] === 45;
  if (negative) at++;
  let mantissa = 0;
  let exponent = 0;
  let c = text[at];
  for (; c >= 48 && c <= 57; c = text[++at]) mantissa = mantissa * 10 + (c - 48);
  if (c === 46) {
    c = text[++at];
    for (; c >= 48 && c <= 57; c = text[++at]) {
      mantissa = mantissa * 10 + (c - 48);
      exponent--;
    }
  }
  if (c === 101 || c === 69) {
    c = text[++at];
    const below = c === 45;
    if (below || c === 43) c = text[++at];
    let given = 0;
    for (; c >= 48 && c <= 57; c = text[++at]) given = given * 10 + (c - 48);
    exponent += below ? -given : given;
  }
  for (; exponent > 0; exponent--) mantissa *= 10;
  for (; exponent < 0; exponent++) mantissa /= 10;
  value = ((negative ? -mantissa : mantissa) * 1000) | 0;
  return NUMBER;
}

/** `rest` letters follow the first; their sum tells whether they are the right ones. */
function literal(rest, sum, kind) {
  for (; rest > 0; rest--) sum -= text[++at];
  at++;
  return sum === 0 ? kind : ERROR;
}

/** The kind of the next token; punctuation is its own kind. */
function next() {
  let c = text[at];
  while (c === 32 || c === 10 || c === 9 || c === 13) c = text[++at];
  value = at;
  switch (c) {
    case 34: // "
      at++;
      return string();
    case 44: // ,
    case 58: // :
      at++;
      return c;
    case 123: // {
    case 91: // [
      at++;
      if (nesting.length === NESTING) return ERROR;
      nesting.push(c);
      return c;
    case 125: // }
    case 93: // ]
      at++;
      return nesting.pop() === c - 2 ? c : ERROR;
    case 116: // t
      return literal(3, 332, TRUE);
    case 102: // f
      return literal(4, 421, FALSE);
    case 110: // n
      return literal(3, 333, NULL);
    case undefined:
      return nesting.length === 0 ? END : ERROR;
  }
  return c === 45 || (c >= 48 && c <= 57) ? number() : ERROR;
}

export function run() {
  at = 0;
  nesting.length = 0;
  let sum = 0;
  for (;;) {
    const kind = next();
    sum = (imul(sum, 31) + kind * 8 + value) | 0;
    if (kind === END || kind === ERROR) return (sum + kind) | 0;
  }
}
