/** What a funcref may hold; `Func` alone extends it, in a file of its own that values need not know. */
export abstract class Reference {}
