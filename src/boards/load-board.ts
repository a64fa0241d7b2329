import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../simulator/package-root.js';
import { BoardError } from './board-error.js';
import type { Board } from './board.js';
import { schemaErrors } from './schema.js';

const BOARD_FILE = 'board.json';

/** The package's own folder of boards. */
export function boardsFolder(): string {
  return join(packageRoot(), 'boards');
}

/**
 * The names of the boards, in alphabetical order: every folder with a `board.json` is one.
 *
 * @param folder where to look instead of the package's own boards
 */
export function listBoards(folder = boardsFolder()): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, BOARD_FILE)))
    .map(({ name }) => name)
    .sort();
}

/**
 * Reads and checks the description of a board.
 *
 * @param name one of `listBoards()`
 * @param folder where to look instead of the package's own boards
 * @throws {BoardError} when there is no such board, or when its description is not right
 * @example loadBoard('rp2040').xs.creation.staticBytes.value // 131072
 */
export function loadBoard(name: string, folder = boardsFolder()): Board {
  const known = listBoards(folder);
  if (!known.includes(name))
    throw new BoardError(`no board is named "${name}"; known boards: ${known.join(', ')}`);

  const file = join(folder, name, BOARD_FILE);
  const board = parse(file);
  const errors = schemaErrors(folder, board);
  if (errors.length) throw new BoardError(`${file} is not right: ${errors.join('; ')}`);
  if ((board as Board).name !== name)
    throw new BoardError(
      `${file} names the board "${(board as Board).name}", its folder "${name}"`,
    );
  return board as Board;
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new BoardError(`${file} is not JSON: ${(error as Error).message}`);
  }
}
