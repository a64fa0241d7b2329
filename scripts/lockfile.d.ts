/** The optional packages that are not in a lock file, each with its version. */
export function missingPackages(lock: {
  readonly packages: Readonly<Record<string, object>>;
}): { readonly name: string; readonly version: string }[];
