import { spawnSync } from 'node:child_process';

/** A tool that is not installed; the message says how to get it. */
export class MissingTool extends Error {
  name = 'MissingTool';
}

/**
 * Runs a command and gives its standard output.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {string} [install] what to do when the command is not there
 * @param {{ cwd?: string, env?: Record<string, string> }} [where] the folder; more of environment
 * @throws {MissingTool} when the command is not installed
 * @throws {Error} when it fails, with what it printed
 */
export function run(command, args, install, { cwd, env } = {}) {
  const done = spawnSync(command, args, {
    encoding: 'utf8',
    cwd,
    env: { ...process.env, ...env },
  });
  if (done.error?.code === 'ENOENT') throw new MissingTool(`${command} is missing: ${install}`);
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`${command} failed:\n${done.stderr || done.stdout}`);
  return done.stdout;
}
