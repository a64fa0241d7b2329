import { HeaderWord, ImageOption } from '../image/format.js';
import { isImage } from '../image/header.js';

/** Whether code of an image counts fuel; undefined for what is no image, or has no whole header. */
export function imageConsumesFuel(bytes: Uint8Array): boolean | undefined {
  if (!isImage(bytes) || bytes.length < HeaderWord.Count * 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return (view.getInt32(HeaderWord.Options * 4, true) & ImageOption.ConsumeFuel) !== 0;
}
