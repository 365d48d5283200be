// A suite for the user's own machine as plain JSON: the form that every format is written from.
import type { AnyMachineSnapshot } from 'xstate';
import { eventText, stateText } from '../../engine/wording.ts';
import { suiteVersion, type Suite, type SuiteStep } from '../cover/suite.ts';
import { machineOf, nameOf, type Logic, type LogicOptions } from './logic.ts';
import { coverLogic, type CoverOptions, type LogicPath, type LogicSuite } from './suite-for.ts';

/**
 * Makes a suite for a logic, as plain JSON: steps name events as the machine does, and states as
 * `stateText` does.
 *
 * @throws {UsageError} if the logic fails on start, or the criterion is unknown
 */
export function machineSuite(
  logic: Logic,
  options: CoverOptions & LogicOptions = {},
): { readonly suite: Suite; readonly report: LogicSuite<AnyMachineSnapshot, never> } {
  const { cover = 'transitions', seed = 1, each = false } = options;
  const report = coverLogic(logic, options);
  const name = nameOf(logic);
  const { universe, covered, infeasible, steps, lowerBound, boundIs, complete, paths } = report;
  const suite: Suite = {
    version: suiteVersion,
    model: name,
    cover,
    legacy: false,
    seed,
    universe,
    covered,
    infeasible,
    steps,
    lowerBound,
    boundIs,
    complete,
    paths: paths
      .filter(({ weight }) => weight > 0)
      .map((path, index) => ({
        id: `${cover}/${(each ? path.item : undefined) ?? index + 1}`,
        codes: [],
        steps: stepsOf(name, path, machineOf(logic) !== undefined),
      })),
  };
  return { suite, report: report as unknown as LogicSuite<AnyMachineSnapshot, never> };
}

function stepsOf(part: string, { steps }: LogicPath, isMachine: boolean): readonly SuiteStep[] {
  const textOf = (snapshot: unknown): string =>
    isMachine ? stateText((snapshot as AnyMachineSnapshot).value) : '';
  return steps.slice(1).map(({ event: { type, ...args }, state, waitMs, by }, i): SuiteStep => {
    const after = textOf(state);
    const isMoved = after !== textOf(steps[i]?.state);
    return {
      by,
      do: eventText(type),
      part,
      ...(Object.keys(args).length > 0 && { args }),
      waitMs,
      expect: isMoved ? { state: { [part]: after } } : {},
      rows: [],
    };
  });
}
