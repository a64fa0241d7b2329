/** CRC-32 of 1,024 bytes, table set-up included; see ../crc32.c. */

export function run() {
  const table = new Int32Array(256);
  for (let i = 0; i < 256; i++) {
    let c = i;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    table[i] = c;
  }
  const data = new Uint8Array(1024);
  for (let i = 0; i < 1024; i++) data[i] = i * 7 + 3;
  let sum = -1;
  for (let i = 0; i < 1024; i++) sum = table[(sum ^ data[i]) & 255] ^ (sum >>> 8);
  return ~sum;
}
