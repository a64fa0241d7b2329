/** A manifest that cannot be used; the message names file and reason. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
}
