export type { Board } from './board.js';
export { BoardError } from './board-error.js';
export { type Creation, creationValues } from './creation.js';
export type { Figure } from './figure.js';
export { boardsFolder, listBoards, loadBoard } from './load-board.js';
