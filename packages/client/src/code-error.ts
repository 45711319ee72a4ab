import { type ErrorKey, type RegistryEntry, registry } from "@purse/contract";
import { AnswerError, type AnswerErrorContext, type ErrorName, errorName } from "./answer-error.ts";

/** The error of one code. A type of its own: of two forms of one class `instanceof` narrows neither. */
export interface CodeError<Key extends ErrorKey> extends AnswerError<Key> {
  readonly name: ErrorName<Key>;
}
type ErrorClass<Key extends ErrorKey> = new (
  entry: RegistryEntry<Key>,
  context: AnswerErrorContext,
) => CodeError<Key>;
type ErrorClasses = { readonly [Key in ErrorKey as ErrorName<Key>]: ErrorClass<Key> };

type AnyClass = new (entry: RegistryEntry<ErrorKey>, context: AnswerErrorContext) => AnswerError;

const byKey = new Map<string, AnyClass>(
  registry.entries.map(({ key }) => [key, class extends AnswerError {}]),
);

/** The error of an answer with this entry, of the class of its key. */
export function answerError(
  entry: RegistryEntry<ErrorKey>,
  context: AnswerErrorContext,
): AnswerError {
  const Class = byKey.get(entry.key) ?? AnswerError;
  return new Class(entry, context);
}

const named = [...byKey].map(([key, Class]) => [errorName(key), Class]);
// Each name is made of its key here as ErrorName makes it in the type.
export const errorClasses = Object.fromEntries(named) as ErrorClasses;
