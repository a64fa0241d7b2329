/**
 * Asked for bytes of RAM before what is deeply nested takes more than its length tells; throws what the
 * module is refused with.
 */
export type Room = (bytes: number) => void;
