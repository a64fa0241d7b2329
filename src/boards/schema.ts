import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Board } from './board.js';

const SCHEMA_FILE = 'board.schema.json';

/** Compiled schemas by folder: compiling takes longer than reading all boards. */
const validators = new Map<string, ValidateFunction<Board>>();

function validatorOf(boardsFolder: string): ValidateFunction<Board> {
  let validator = validators.get(boardsFolder);
  if (!validator) {
    const schema = JSON.parse(readFileSync(join(boardsFolder, SCHEMA_FILE), 'utf8'));
    validator = new Ajv2020({ allErrors: true }).compile<Board>(schema);
    validators.set(boardsFolder, validator);
  }
  return validator;
}

const describe = ({ instancePath, message, params }: ErrorObject) => {
  const property = params['additionalProperty'];
  return `${instancePath || '/'} ${message}${property === undefined ? '' : ` (${property})`}`;
};

/**
 * What is wrong with the description of a board, a sentence each; nothing when it fits the schema.
 *
 * @param boardsFolder where `board.schema.json` lies
 */
export function schemaErrors(boardsFolder: string, board: unknown): string[] {
  const validate = validatorOf(boardsFolder);
  return validate(board) ? [] : validate.errors!.map(describe);
}
