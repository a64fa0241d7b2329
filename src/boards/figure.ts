/** A number of a board and where it is from. */
export interface Figure {
  readonly value: number;
  /**
   * `documented`: in the SDK's files or a datasheet. `measured`: read from running firmware.
   * `derived`: reckoned from such numbers, as the source says.
   */
  readonly basis: 'documented' | 'measured' | 'derived';
  readonly source: string;
}
