import type { Command } from 'commander';
import { byName, type Text } from '../../../machines/codes.ts';
import { formatMs } from '../../base/duration.ts';
import { fit } from '../../base/columns.ts';
import { forRealSdk, withSession } from '../../tour/script.ts';
import { tour, type TourStop } from '../../tour/tour.ts';
import { hang } from '../hang.ts';
import type { Output } from '../output.ts';
import { addSdkOptions, bareClient, sdkOf, type SdkOptions } from '../sdk.ts';

const help = `
Plays, for each of the 42 documented codes, the calls and causes that lead to it,
and prints what the callbacks of the client received. Deprecated codes (*) are
played in a world made with { legacy: true }.

With --sdk real or --web 1.4.0: those that the published Web SDK passes on, by
itself or by the double in its manner; it has ten numbers.

Exit codes: 0 all codes arrived, 2 some did not.`;

const texts = {
  nothing: { en: 'nothing', zh: '没有回调' },
  all: {
    en: ', each to a callback, by the row that represents it',
    zh: '，每个都由代表它的规格行产生，并送达一个回调',
  },
  missing: { en: '; missing: {names}', zh: '；缺少：{names}' },
} as const satisfies Readonly<Record<string, Text>>;

/** The script for each SDK: without a session, the Web SDK has nothing to call. */
const adapters = {
  native: undefined,
  web: withSession,
  real: forRealSdk,
  '1.4.0': forRealSdk,
} as const;

function line(
  { name, value, steps, callback, atMs, emitted }: TourStop,
  { paint, say, width }: Output,
): string {
  const mark = emitted ? paint.green('✓') : paint.red('✗');
  const arrived =
    callback === null ? paint.red(fit(say(texts.nothing), 28)) : paint.cyan(fit(callback, 28));
  const star = byName(name).deprecated ? '*' : ' ';
  const cells = [`${value}${star}`.padStart(5), paint.bold(fit(name, 23)), arrived];
  const head = `${mark} ${cells.join('  ')} ${formatMs(atMs).padStart(8)}  `;
  return hang(head, steps, width, paint.dim);
}

/** Adds `sigsim tour`, which is `npm start`. */
export function addTour(program: Command, output: Output): Command {
  const command = program
    .command('tour')
    .description('every documented code, produced by a real sequence of calls and causes');
  return addSdkOptions(command)
    .option('--json', 'one JSON document')
    .addHelpText('after', help)
    .action(async ({ json = false, ...options }: SdkOptions & { readonly json?: boolean }) => {
      const sdk = sdkOf('tour', options) ?? 'native';
      const stops: TourStop[] = [];
      for await (const stop of tour(await bareClient(sdk), adapters[sdk])) {
        stops.push(stop);
        if (!json) output.write(line(stop, output));
      }
      const missing = stops.filter(({ emitted }) => !emitted);
      const count = `${stops.length - missing.length}/${stops.length}`;
      if (missing.length > 0) output.fail();
      if (json) output.write(JSON.stringify(stops, null, 2));
      else {
        const rest =
          missing.length === 0
            ? output.say(texts.all)
            : output.say(texts.missing, { names: missing.map(({ name }) => name).join(', ') });
        output.write(`${count} codes emitted${rest}`);
      }
    });
}
