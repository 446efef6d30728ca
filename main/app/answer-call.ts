import { calls, type Answer, type CallName, type Handlers } from '../../preload/contract/api.ts';
import { Failure, reportOf } from '../util/failure.ts';

export interface AnswerOptions {
  /** Also checks what the handler answers: in development and tests, where it finds bugs. */
  readonly checksOutput: boolean;
  onBug(name: string, error: unknown): void;
}

/** One call from the window: its name and input are parsed here, at the wall, and believed behind it. Never throws. */
export async function answerCall(
  handlers: Partial<Handlers>,
  name: unknown,
  input: unknown,
  { checksOutput, onBug }: AnswerOptions,
): Promise<Answer<unknown>> {
  if (typeof name !== 'string' || !isCallName(name)) return refused('there is no such call');
  const parsed = calls[name].input.safeParse(input);
  if (!parsed.success) return refused(`${name}: ${firstIssue(parsed.error)}`);
  try {
    const value: unknown = await handle(handlers, name, parsed.data);
    if (checksOutput) checkOutput(name, value);
    return { ok: true, value };
  } catch (error) {
    const report = reportOf(error);
    if (report.kind === 'bug') onBug(name, error);
    return { ok: false, error: report };
  }
}

function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

function handle(handlers: Partial<Handlers>, name: CallName, input: unknown): unknown {
  if (handlers[name] === undefined) throw new Failure('unavailable', 'The library is not open now.');
  // The compiler cannot follow that `input` was parsed by the schema of this very name.
  const handler = handlers[name] as (input: unknown) => unknown;
  return handler(input);
}

function checkOutput(name: CallName, value: unknown): void {
  const checked = calls[name].output.safeParse(value);
  if (!checked.success) throw new Error(`${name} answered against the contract: ${firstIssue(checked.error)}`);
}

function refused(message: string): Answer<never> {
  return { ok: false, error: { kind: 'bad-input', message } };
}

function firstIssue(error: { issues: readonly { path: PropertyKey[]; message: string }[] }): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.map(String).join('.') || 'input'}: ${issue.message}` : 'not as expected';
}
