import { Func } from '../../runtime/func.js';
import { Global } from '../../runtime/global.js';
import type { Extern } from '../../runtime/instance.js';
import { Memory } from '../../runtime/memory.js';
import { Table } from '../../runtime/table.js';
import type { Kind } from './state.js';

/** What can be imported and exported, by `ExternKind`; an extension adds tags. */
export const KINDS: Kind<Extern>[] = [Func, Table, Memory, Global];
