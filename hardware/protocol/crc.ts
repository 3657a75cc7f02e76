/**
 * CRC-16/CCITT-FALSE (polynomial 1021, from FFFF, nothing reflected) over the bytes of a text of one byte a character.
 * Check value: `123456789` gives 29B1.
 */
export function crc16(text: string): number {
  let crc = 0xffff;
  for (let i = 0; i < text.length; i++) {
    // One byte at a time without a table, as the firmware does it.
    let x = ((crc >> 8) ^ text.charCodeAt(i)) & 0xff;
    x ^= x >> 4;
    crc = ((crc << 8) ^ (x << 12) ^ (x << 5) ^ x) & 0xffff;
  }
  return crc;
}
