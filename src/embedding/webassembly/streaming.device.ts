/** On a board there are no responses: see `streaming.ts`. */
export function addStreaming(): void {}
