/** What is needed of XS's two heaps, as plain numbers to reckon with. */
export interface Need {
  readonly slots: number;
  readonly chunkBytes: number;
}

export function sumOf(...needs: readonly Need[]): Need {
  return {
    slots: needs.reduce((sum, { slots }) => sum + slots, 0),
    chunkBytes: needs.reduce((sum, { chunkBytes }) => sum + chunkBytes, 0),
  };
}

/** The larger one of each. */
export function mostOf(...needs: readonly Need[]): Need {
  return {
    slots: Math.max(...needs.map(({ slots }) => slots)),
    chunkBytes: Math.max(...needs.map(({ chunkBytes }) => chunkBytes)),
  };
}

export function timesOf({ slots, chunkBytes }: Need, count: number): Need {
  return { slots: slots * count, chunkBytes: chunkBytes * count };
}
