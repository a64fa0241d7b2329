/** How the command ends; the texts are those of `--help`. */
export const enum ExitCode {
  Ok = 0,
  Guest = 1,
  Usage = 2,
  Build = 3,
  MemoryFull = 10,
  StackOverflow = 11,
  Abort = 12,
  FlashWrite = 13,
  Defect = 70,
}

/** What each exit code means. */
export const EXIT_CODE_MEANINGS: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [ExitCode.Ok, 'it did what was asked'],
  [
    ExitCode.Guest,
    'the guest trapped, or its module is invalid or cannot be instantiated; with sim, an exception of the application; with budget --check, a number is worse',
  ],
  [ExitCode.Usage, 'wrong usage: an option, a board, a file, an export or its arguments'],
  [ExitCode.Build, 'the simulator, or an application for it or for a board, cannot be built'],
  [ExitCode.MemoryFull, "the board's XS heap is full; with budget, so many instances do not fit"],
  [ExitCode.StackOverflow, "the board's XS stack is too small"],
  [ExitCode.Abort, 'XS aborted for another reason'],
  [ExitCode.FlashWrite, 'a preloaded object, which lies in flash, was written to'],
  [ExitCode.Defect, 'a defect of wasmote itself'],
];

/** Ends the command with one sentence on standard error. */
export class CliError extends Error {
  override readonly name = 'CliError';
  constructor(
    message: string,
    readonly exitCode: ExitCode = ExitCode.Usage,
  ) {
    super(message);
  }
}
