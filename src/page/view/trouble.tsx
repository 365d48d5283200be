// What may happen to a client: each button is one act of the network, the service or somebody else.
import { lobby } from '../../../machines/calls.ts';
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Text } from '../../../machines/codes.ts';
import { operationNames, type CallName } from '../../../machines/lifecycles.ts';
import type { ScenarioStep } from '../../scenario/scenario.ts';
import { network, service } from '../../scenario/steps.ts';
import type { Operation } from '../../world/service/faults.ts';
import { act } from '../model/acts.ts';
import { lackOf, whomOf, type Need, type Whom } from '../model/needs.ts';
import { callOf, elsewhere } from '../model/recipe.ts';
import { actor, notice } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { roving } from './roving.ts';

const operation = signal<Operation>('login');

type Trouble = readonly [
  name: string,
  text: Text,
  step: (whom: Whom) => ScenarioStep,
  /** What must be true before. */
  need?: Need,
];

const theirs =
  (name: CallName) =>
  ({ other, otherAccount, account }: Whom): ScenarioStep =>
    callOf(name, other, otherAccount, account);

const groups: readonly (readonly [Text, readonly Trouble[]])[] = [
  [
    texts.line,
    [
      ['cut', texts.cut, ({ account }) => network('cut', account), 'in'],
      [
        'cutUnknown',
        texts.cutUnknown,
        ({ account }) => network('cut', account, { cause: 'unknown' }),
        'in',
      ],
      ['partition', texts.partition, ({ account }) => network('partition', account), 'in'],
      ['restore', texts.restore, ({ account }) => network('restore', account), 'cut'],
      ['corrupt', texts.corrupt, ({ account }) => network('corrupt', account), 'in'],
    ],
  ],
  [
    texts.session,
    [
      ['kick', texts.kick, ({ account }) => service('kick', account), 'in'],
      ['elsewhere', texts.elsewhere, (whom) => elsewhere(whom)],
      ['expireToken', texts.expire, ({ account }) => service('expireToken', account), 'token'],
      ['rotateCertificate', texts.rotate, () => service('rotateCertificate')],
      ['ban', texts.ban, ({ account }) => service('ban', account)],
      ['unban', texts.unban, ({ account }) => service('unban', account), 'banned'],
      ['requireVersion', texts.tooOld, () => service('requireVersion', '2.0.0')],
      ['orderClose', texts.orderClose, ({ account }) => service('orderClose', account), 'in'],
      ['notifyError', texts.notify, ({ account }) => service('notifyError', account), 'in'],
      ['goDown', texts.goDown, () => service('goDown')],
      ['comeUp', texts.comeUp, () => service('comeUp'), 'down'],
    ],
  ],
  [
    texts.channel,
    [
      [
        'removeFromChannel',
        texts.removeFromChannel,
        ({ account }) => service('removeFromChannel', account, lobby),
        'member',
      ],
      ['destroyChannel', texts.destroyChannel, () => service('destroyChannel', lobby), 'member'],
    ],
  ],
  [
    texts.peerTrouble,
    [
      ['peerOnline', texts.peerOnline, theirs('login'), 'peerOut'],
      ['peerOffline', texts.peerOffline, theirs('logout'), 'peerIn'],
      ['peerAccepts', texts.peerAccepts, theirs('channelInviteAccept'), 'ringing'],
      ['peerRefuses', texts.peerRefuses, theirs('channelInviteRefuse'), 'ringing'],
    ],
  ],
];

const answers: readonly Trouble[] = [
  ['refuse', texts.refuse, () => service('refuse', operation.value)],
  ['silence', texts.silence, () => service('silence', operation.value)],
  ['garble', texts.garble, () => service('garble', operation.value)],
  ['heal', texts.heal, () => service('heal'), 'faulty'],
];

/** Does something, or says what is missing for it and offers that. */
function bring(step: (whom: Whom) => ScenarioStep, need: Need | undefined): void {
  const whom = whomOf(actor.value);
  const lack = lackOf(need, whom);
  if (lack === undefined) {
    void act(step(whom));
    return;
  }
  const { lacks, offer } = lack;
  notice.value = {
    about: 'need',
    text: lacks,
    places: { client: whom.client, other: whom.other },
    ...(offer && {
      offer: { text: offer.text, run: () => void act(...offer.steps(whom), step(whom)) },
    }),
  };
}

function buttons(troubles: readonly Trouble[]): JSX.Element[] {
  const whom = whomOf(actor.value);
  return troubles.map(([name, text, step, need]) => {
    const lack = lackOf(need, whom);
    return (
      <button
        type="button"
        key={name}
        class={`trouble ${lack === undefined ? '' : 'lacking'}`}
        title={lack && say(lack.lacks, { client: whom.client, other: whom.other })}
        onClick={() => bring(step, need)}
        data-trouble={name}
      >
        {say(text)}
      </button>
    );
  });
}

/** Everything that may happen to the client that is shown. */
export function Trouble(): JSX.Element {
  return (
    <>
      {groups.map(([title, troubles]) => (
        <div class="trouble-group" role="group" aria-label={say(title)} key={title.en}>
          <h3>{say(title)}</h3>
          <div class="buttons" {...roving('horizontal')}>
            {buttons(troubles)}
          </div>
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
            {operationNames.map((name) => (
              <option value={name}>{name}</option>
            ))}
          </select>
          {buttons(answers)}
        </div>
      </div>
    </>
  );
}
