/** A board that is not there, or whose description does not fit the schema. */
export class BoardError extends Error {
  override readonly name = 'BoardError';
}
