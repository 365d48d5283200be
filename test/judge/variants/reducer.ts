// As a reducer: a pure function from what was and what happened to what is and what to do.
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';
import { backOff, nextAfter } from './what-to-do.ts';

interface State {
  readonly is: 'out' | 'coming' | 'in' | 'waiting' | 'stopped';
  readonly account: string;
  readonly tries: number;
  readonly fresh: number;
  readonly code: number;
}
type Action =
  | { readonly type: 'come'; readonly account: string }
  | { readonly type: 'go' }
  | { readonly type: 'timer' }
  | { readonly type: 'in' }
  | { readonly type: 'end'; readonly code: number };
type Effect = 'login' | 'logout' | 'wait' | 'nothing';

const start: State = { is: 'out', account: '', tries: 0, fresh: 0, code: 0 };

function reduce(state: State, action: Action): readonly [State, Effect] {
  switch (action.type) {
    case 'come':
      return [{ ...start, is: 'coming', account: action.account }, 'login'];
    case 'go':
      return [start, state.is === 'in' || state.is === 'coming' ? 'logout' : 'nothing'];
    case 'timer':
      return [{ ...state, is: 'coming' }, 'login'];
    case 'in':
      return [{ ...state, is: 'in', tries: 0, fresh: 0 }, 'nothing'];
    case 'end': {
      const { code } = action;
      const next = nextAfter(code);
      if (next === 'over') return [start, 'nothing'];
      if (next === 'again') {
        return [{ ...state, is: 'waiting', tries: state.tries + 1, code }, 'wait'];
      }
      return next === 'fresh' && state.fresh === 0
        ? [{ ...state, is: 'coming', fresh: 1 }, 'login']
        : [{ ...state, is: 'stopped', code }, 'nothing'];
    }
  }
}

class Store {
  state = start;
  readonly #Signal: SignalFactory;
  readonly #token: (account: string) => string;
  #session: Session | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(Signal: SignalFactory, token: (account: string) => string) {
    this.#Signal = Signal;
    this.#token = token;
  }

  dispatch(action: Action): void {
    const [state, effect] = reduce(this.state, action);
    this.state = state;
    clearTimeout(this.#timer);
    switch (effect) {
      case 'login': {
        const session = this.#Signal('app').login(state.account, this.#token(state.account));
        const ifMine =
          (run: (code: number) => Action) =>
          (code: number): void => {
            if (this.#session === session) this.dispatch(run(code));
          };
        session.onLoginSuccess = ifMine(() => ({ type: 'in' }));
        session.onLoginFailed = ifMine((code) => ({ type: 'end', code }));
        session.onLogout = ifMine((code) => ({ type: 'end', code }));
        this.#session = session;
        break;
      }
      case 'logout': {
        const session = this.#session;
        this.#session = undefined;
        session?.logout();
        break;
      }
      case 'wait':
        this.#timer = setTimeout(
          () => this.dispatch({ type: 'timer' }),
          backOff(state.tries - 1, 1_000, 60_000),
        );
        break;
      case 'nothing':
        break;
    }
  }
}

export default subject({
  name: 'a reducer',
  create: (world) => new Store(world.Signal, (account) => world.service.issueToken({ account })),
  do: {
    login: (store, { account }) => store.dispatch({ type: 'come', account }),
    logout: (store) => store.dispatch({ type: 'go' }),
  },
  state: ({ state: { is, code } }) => (is === 'stopped' ? `stopped ${code}` : is),
  dispose: (store) => store.dispatch({ type: 'go' }),
});
