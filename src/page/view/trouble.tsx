// What may happen to a client: each button is one act of the network, the service or somebody else.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Text } from '../../../machines/codes.ts';
import type { CallName } from '../../run/calls.ts';
import type { ScenarioStep } from '../../scenario/scenario.ts';
import { network, service } from '../../scenario/steps.ts';
import { operations, type Operation } from '../../world/service/faults.ts';
import { callOf, elsewhere, lobby } from '../model/recipe.ts';
import { act } from '../model/acts.ts';
import { accountOf, client, otherOf } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';

const operation = signal<Operation>('login');

/** Whom it happens to. */
interface Whom {
  readonly account: string;
  readonly client: string;
  readonly other: string;
}

type Trouble = readonly [name: string, text: Text, step: (whom: Whom) => ScenarioStep];

const theirs =
  (name: CallName) =>
  ({ other, account }: Whom): ScenarioStep =>
    callOf(name, other, accountOf(other), account);

const groups: readonly (readonly [Text, readonly Trouble[]])[] = [
  [
    texts.line,
    [
      ['cut', texts.cut, ({ account }) => network('cut', account)],
      [
        'cutUnknown',
        texts.cutUnknown,
        ({ account }) => network('cut', account, { cause: 'unknown' }),
      ],
      ['partition', texts.partition, ({ account }) => network('partition', account)],
      ['restore', texts.restore, ({ account }) => network('restore', account)],
      ['corrupt', texts.corrupt, ({ account }) => network('corrupt', account)],
    ],
  ],
  [
    texts.session,
    [
      ['kick', texts.kick, ({ account }) => service('kick', account)],
      ['elsewhere', texts.elsewhere, (whom) => elsewhere(whom)],
      ['expireToken', texts.expire, ({ account }) => service('expireToken', account)],
      ['rotateCertificate', texts.rotate, () => service('rotateCertificate')],
      ['ban', texts.ban, ({ account }) => service('ban', account)],
      ['unban', texts.unban, ({ account }) => service('unban', account)],
      ['requireVersion', texts.tooOld, () => service('requireVersion', '2.0.0')],
      ['orderClose', texts.orderClose, ({ account }) => service('orderClose', account)],
      ['notifyError', texts.notify, ({ account }) => service('notifyError', account)],
      ['goDown', texts.goDown, () => service('goDown')],
      ['comeUp', texts.comeUp, () => service('comeUp')],
    ],
  ],
  [
    texts.channel,
    [
      [
        'removeFromChannel',
        texts.removeFromChannel,
        ({ account }) => service('removeFromChannel', account, lobby),
      ],
      ['destroyChannel', texts.destroyChannel, () => service('destroyChannel', lobby)],
    ],
  ],
  [
    texts.peerTrouble,
    [
      ['peerOnline', texts.peerOnline, theirs('login')],
      ['peerOffline', texts.peerOffline, theirs('logout')],
      ['peerAccepts', texts.peerAccepts, theirs('channelInviteAccept')],
      ['peerRefuses', texts.peerRefuses, theirs('channelInviteRefuse')],
    ],
  ],
];

const answers: readonly Trouble[] = [
  ['refuse', texts.refuse, () => service('refuse', operation.value)],
  ['silence', texts.silence, () => service('silence', operation.value)],
  ['garble', texts.garble, () => service('garble', operation.value)],
  ['heal', texts.heal, () => service('heal')],
];

function buttons(troubles: readonly Trouble[]): JSX.Element[] {
  return troubles.map(([name, text, step]) => (
    <button
      type="button"
      key={name}
      class="trouble"
      data-trouble={name}
      onClick={() => {
        const other = otherOf(client.value);
        void act(step({ account: accountOf(client.value), client: client.value, other }));
      }}
    >
      {say(text)}
    </button>
  ));
}

/** Everything that may happen to the client that is shown. */
export function Trouble(): JSX.Element {
  return (
    <>
      <p class="hint">{say(texts.breakHint, { client: client.value })}</p>
      {groups.map(([title, troubles]) => (
        <div class="trouble-group" role="group" aria-label={say(title)} key={title.en}>
          <h3>{say(title)}</h3>
          <div class="buttons">{buttons(troubles)}</div>
        </div>
      ))}
      <div class="trouble-group" role="group" aria-label={say(texts.answers)}>
        <h3>{say(texts.answers)}</h3>
        <div class="buttons">
          <select
            aria-label={say(texts.operation)}
            value={operation.value}
            onChange={(event) => {
              operation.value = event.currentTarget.value as Operation;
            }}
          >
            {operations.map((name) => (
              <option value={name}>{name}</option>
            ))}
          </select>
          {buttons(answers)}
        </div>
      </div>
    </>
  );
}
