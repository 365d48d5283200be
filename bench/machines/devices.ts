// Things with buttons.
import { above, below, is, plus, put, row, sample, type Sample } from './sample.ts';

const toggle = sample({
  id: 'toggle',
  initial: 'off',
  states: { off: { on: { FLIP: 'on' } }, on: { on: { FLIP: 'off' } } },
});

const trafficLight = sample({
  id: 'traffic light',
  initial: 'red',
  states: {
    red: { after: { 30_000: 'green' } },
    green: { after: { 25_000: 'yellow' } },
    yellow: { after: { 5000: 'red' } },
  },
  on: { POWER_OUT: '.red' },
});

const crossing = sample({
  id: 'crossing',
  type: 'parallel',
  states: {
    cars: {
      initial: 'green',
      states: {
        green: { on: { PUSHED: 'yellow' } },
        yellow: { after: { 3000: 'red' } },
        red: { after: { 20_000: 'green' } },
      },
    },
    walkers: {
      initial: 'wait',
      states: {
        wait: { on: { SAFE: 'walk' } },
        walk: { after: { 10_000: 'blink' } },
        blink: { after: { 4000: 'wait' } },
      },
    },
  },
});

const elevator = sample({
  id: 'elevator',
  context: { floor: 0 },
  initial: 'idle',
  states: {
    idle: {
      on: {
        UP: { guard: below('floor', 9), target: 'up' },
        DOWN: { guard: above('floor', 0), target: 'down' },
        OPEN: 'open',
      },
    },
    up: { on: { ARRIVED: { target: 'idle', actions: plus('floor', 1) }, STOP: 'stopped' } },
    down: { on: { ARRIVED: { target: 'idle', actions: plus('floor', -1) }, STOP: 'stopped' } },
    open: { on: { CLOSE: 'idle' }, after: { 8000: 'idle' } },
    stopped: { on: { RESET: { target: 'idle', actions: put('floor', 0) } } },
  },
});

const microwave = sample({
  id: 'microwave',
  context: { minutes: 0 },
  initial: 'closed',
  states: {
    closed: {
      initial: 'idle',
      on: { OPEN: 'open' },
      states: {
        idle: {
          on: {
            MINUTE: { guard: below('minutes', 30), actions: plus('minutes', 1) },
            CLEAR: { actions: put('minutes', 0) },
            START: { guard: above('minutes', 0), target: 'heating' },
          },
        },
        heating: {
          on: {
            TICK: [
              { guard: above('minutes', 1), actions: plus('minutes', -1) },
              { target: 'done', actions: put('minutes', 0) },
            ],
            PAUSE: 'idle',
          },
        },
        done: { after: { 3000: 'idle' } },
      },
    },
    open: { on: { CLOSE: 'closed' } },
  },
});

const washer = sample({
  id: 'washer',
  initial: 'ready',
  states: {
    ready: { on: { START: 'running' } },
    running: {
      initial: 'fill',
      states: {
        fill: { on: { FULL: 'wash', NO_WATER: '#washer.fault' } },
        wash: { after: { 1_800_000: 'drain' } },
        drain: { on: { EMPTY: 'spin', CLOGGED: '#washer.fault' } },
        spin: { after: { 600_000: '#washer.done' }, on: { UNBALANCED: 'fill' } },
        past: { type: 'history' },
      },
      on: { PAUSE: 'paused' },
    },
    paused: { on: { RESUME: 'running.past', CANCEL: 'ready' } },
    fault: { on: { RESET: 'ready' } },
    done: { on: { OPEN: 'ready' } },
  },
});

const thermostat = sample({
  id: 'thermostat',
  context: { degrees: 15 },
  initial: 'off',
  states: {
    off: { on: { ON: 'on' } },
    on: {
      initial: 'steady',
      states: {
        steady: { on: { COLD: 'heating', HOT: 'cooling' } },
        heating: { on: { REACHED: 'steady' } },
        cooling: { on: { REACHED: 'steady' } },
      },
      on: {
        OFF: 'off',
        WARMER: { guard: below('degrees', 30), actions: plus('degrees', 1) },
        COOLER: { guard: above('degrees', 5), actions: plus('degrees', -1) },
      },
    },
  },
});

const vending = sample({
  id: 'vending machine',
  context: { cents: 0, stock: 5 },
  initial: 'idle',
  states: {
    idle: {
      on: {
        NICKEL: { guard: below('cents', 96), actions: plus('cents', 5) },
        DIME: { guard: below('cents', 91), actions: plus('cents', 10) },
        QUARTER: { guard: below('cents', 76), actions: plus('cents', 25) },
        CANCEL: { actions: put('cents', 0) },
        BUY: [
          { guard: is('stock', 0), target: 'empty' },
          { guard: above('cents', 59), target: 'vending' },
        ],
      },
    },
    vending: {
      on: {
        TAKEN: { target: 'idle', actions: [plus('stock', -1), put('cents', 0)] },
        STUCK: 'fault',
      },
    },
    fault: { on: { KICK: 'vending', CALL: 'empty' } },
    empty: { on: { REFILL: { target: 'idle', actions: [put('stock', 5), put('cents', 0)] } } },
  },
});

const stopwatch = sample({
  id: 'stopwatch',
  context: { seconds: 0 },
  initial: 'stopped',
  states: {
    stopped: { on: { START: 'running', RESET: { actions: put('seconds', 0) } } },
    running: {
      on: { STOP: 'stopped', LAP: 'lap' },
      after: {
        1000: { guard: below('seconds', 59), target: 'running', actions: plus('seconds', 1) },
      },
    },
    lap: { on: { LAP: 'running', STOP: 'stopped' } },
  },
});

const garage = sample({
  id: 'garage door',
  initial: 'closed',
  states: {
    closed: { on: { PRESS: 'opening' } },
    opening: { on: { PRESS: 'heldUp', TOP: 'open' } },
    heldUp: { on: { PRESS: 'closing' } },
    open: { on: { PRESS: 'closing' }, after: { 300_000: 'closing' } },
    closing: { on: { PRESS: 'heldDown', BOTTOM: 'closed', BEAM: 'opening' } },
    heldDown: { on: { PRESS: 'opening' } },
  },
});

const turnstile = sample({
  id: 'turnstile',
  context: { paid: 0 },
  initial: 'locked',
  states: {
    locked: { on: { COIN: { target: 'open', actions: put('paid', 1) }, PUSH: 'alarm' } },
    open: {
      on: {
        COIN: { guard: below('paid', 3), actions: plus('paid', 1) },
        PUSH: [
          { guard: above('paid', 1), actions: plus('paid', -1) },
          { target: 'locked', actions: put('paid', 0) },
        ],
      },
    },
    alarm: { on: { KEY: 'locked' } },
  },
});

/** A lock with a code of six digits, each right or wrong. */
const lock = sample({
  id: 'code lock',
  context: { wrong: 0 },
  initial: 's0',
  states: {
    ...row(6, (at) => ({
      on: {
        RIGHT: at === 5 ? 'open' : `s${at + 1}`,
        WRONG: [
          { guard: is('wrong', 2), target: 'blocked' },
          { target: 's0', actions: plus('wrong', 1) },
        ],
        CLEAR: 's0',
      },
    })),
    open: { on: { SHUT: { target: 's0', actions: put('wrong', 0) } } },
    blocked: { after: { 60_000: { target: 's0', actions: put('wrong', 0) } } },
  },
});

const drone = sample({
  id: 'drone',
  context: { battery: 20 },
  initial: 'landed',
  states: {
    landed: {
      on: {
        CHARGE: { guard: below('battery', 20), actions: plus('battery', 1) },
        TAKE_OFF: { guard: above('battery', 5), target: 'air' },
      },
    },
    air: {
      initial: 'hover',
      states: {
        hover: { on: { FORWARD: 'flying', PHOTO: 'photo' } },
        flying: { on: { HALT: 'hover', OBSTACLE: 'hover' } },
        photo: { on: { SAVED: 'hover' } },
      },
      on: {
        DRAIN: [
          { guard: is('battery', 1), target: 'crashed', actions: put('battery', 0) },
          { guard: above('battery', 0), actions: plus('battery', -1) },
        ],
        LAND: 'landed',
      },
    },
    crashed: { type: 'final' },
  },
});

/** Devices. */
export const devices: readonly Sample[] = [
  toggle,
  trafficLight,
  crossing,
  elevator,
  microwave,
  washer,
  thermostat,
  vending,
  stopwatch,
  garage,
  turnstile,
  lock,
  drone,
];
