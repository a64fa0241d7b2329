/**
 * Packages for other platforms that a lock file lacks. npm leaves out of it what the registry it
 * was made with does not have; such a lock file works there with `npm install`, but `npm ci` refuses
 * it everywhere.
 */

/** Where a package that another one needs is installed, as `node_modules/…`; undefined if nowhere. */
function locate(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (!folder.includes('/node_modules/')) {
      const top = `node_modules/${name}`;
      return packages[top] === undefined ? undefined : top;
    }
  }
}

/** The optional packages that are not in the lock file, each with its version. */
export function missingPackages({ packages }) {
  return Object.entries(packages).flatMap(([path, { dev, optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => locate(packages, path, name) === undefined)
      .map(([name, version]) => ({ name, version, dev })),
  );
}

const LIBRARIES = { gnu: 'glibc', musl: 'musl' };

/**
 * The entry of a package whose name ends as `linux-x64-gnu`, which says where it is for. Without an
 * integrity: nobody here has the package, and npm fetches it on those platforms only.
 *
 * @throws Error when the version is a range, or the name does not say a platform
 */
export function entryOf({ name, version, dev }) {
  const platform =
    /[-/](android|darwin|freebsd|linux|openbsd|openharmony|win32)-([a-z0-9]+)(?:-([a-z]+))?$/.exec(
      name,
    );
  if (platform === null || !/^\d+\.\d+\.\d+$/.test(version)) {
    throw new Error(`${name}@${version} is not a package of one version for one platform`);
  }
  const [, os, cpu, abi] = platform;
  const library = os === 'linux' ? LIBRARIES[abi] : undefined;
  return {
    version,
    cpu: [cpu],
    ...(dev && { dev }),
    ...(library && { libc: [library] }),
    optional: true,
    os: [os],
  };
}
