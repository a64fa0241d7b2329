export declare const BRANCH: string;
export declare function commitModules(root: string): string | undefined;
