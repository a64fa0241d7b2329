import type { CreationFigures } from './creation.js';
import type { Figure } from './figure.js';

/** What `boards/NAME/board.json` says; the schema `boards/board.schema.json` describes each part. */
export interface Board {
  /** The name of the board's folder. */
  readonly name: string;
  /** One line for people. */
  readonly title: string;
  readonly sdk: {
    /** The version of the Moddable SDK that the numbers are of. */
    readonly version: string;
    /** What follows mcconfig's `-p`. */
    readonly platform: string;
    /** The command that builds the board's application and puts it on the board. */
    readonly flash: string;
  };
  readonly chip: {
    readonly name: string;
    readonly clockHz: Figure;
    readonly cores: Figure;
  };
  readonly memory: {
    readonly sramBytes: Figure;
    /** What firmware takes of the SRAM before XS gets its memory. */
    readonly reservedSramBytes: Figure;
    /** The system's heap when the XS machine has its memory. */
    readonly freeSramBesideXsBytes?: Figure;
    readonly flashBytes: Figure;
    /** Flash that a program cannot have. */
    readonly reservedFlashBytes: Figure;
  };
  readonly xs: {
    readonly slotBytes: Figure;
    readonly chunkHeaderBytes: Figure;
    /** The C stack of the task that XS runs in. */
    readonly nativeStackBytes: Figure;
    /** What the machine has in all: stack, slots and chunks. */
    readonly heapBytes: Figure;
    /** Slots and chunks that are free when `main` starts. */
    readonly freeBytesAtMain: Figure;
    /** What budgets keep from guests, if they are not told otherwise. */
    readonly reserve: { readonly slots: Figure; readonly chunkBytes: Figure };
    readonly creation: CreationFigures;
  };
}
