/** A module that is not repaged; the message says why, and what would help. */
export class RepageError extends Error {
  override readonly name = 'RepageError';
}
