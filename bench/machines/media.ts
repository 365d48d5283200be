// What plays and shows.
import { above, below, plus, put, sample, type Sample } from './sample.ts';

const player = sample({
  id: 'player',
  type: 'parallel',
  context: { volume: 5 },
  states: {
    playback: {
      initial: 'stopped',
      states: {
        stopped: { on: { PLAY: 'loading' } },
        loading: { on: { LOADED: 'playing', ERROR: 'broken' } },
        playing: { on: { PAUSE: 'paused', STOP: 'stopped', ENDED: 'stopped', STALLED: 'loading' } },
        paused: { on: { PLAY: 'playing', STOP: 'stopped' } },
        broken: { on: { RETRY: 'loading' } },
      },
    },
    sound: {
      initial: 'on',
      states: { on: { on: { MUTE: 'off' } }, off: { on: { MUTE: 'on' } } },
      on: {
        LOUDER: { guard: below('volume', 10), actions: plus('volume', 1) },
        SOFTER: { guard: above('volume', 0), actions: plus('volume', -1) },
      },
    },
    screen: {
      initial: 'small',
      states: { small: { on: { GROW: 'full' } }, full: { on: { GROW: 'small', ESCAPE: 'small' } } },
    },
    captions: {
      initial: 'none',
      states: {
        none: { on: { CAPTIONS: 'english' } },
        english: { on: { CAPTIONS: 'chinese' } },
        chinese: { on: { CAPTIONS: 'none' } },
      },
    },
  },
});

const ads = sample({
  id: 'video with ads',
  context: { ads: 0 },
  initial: 'preroll',
  states: {
    preroll: { on: { SKIP: 'film', ENDED: 'film' } },
    film: {
      on: {
        BREAK: { guard: below('ads', 3), target: 'ad', actions: plus('ads', 1) },
        ENDED: 'over',
      },
    },
    ad: {
      initial: 'forced',
      states: {
        forced: { after: { 5000: 'free' } },
        free: { on: { SKIP: '#video with ads.film' } },
      },
      on: { ENDED: 'film', CLICK: 'left' },
    },
    left: { on: { BACK: 'ad' } },
    over: { on: { AGAIN: { target: 'preroll', actions: put('ads', 0) } } },
  },
});

const recorder = sample({
  id: 'recorder',
  initial: 'asking',
  states: {
    asking: { on: { ALLOW: 'ready', DENY: 'denied' } },
    denied: { on: { SETTINGS: 'asking' } },
    ready: { on: { RECORD: 'recording' } },
    recording: { on: { PAUSE: 'paused', STOP: 'recorded' }, after: { 60_000: 'recorded' } },
    paused: { on: { RECORD: 'recording', STOP: 'recorded' } },
    recorded: { on: { PLAY: 'playing', DELETE: 'ready', SAVE: 'saved' } },
    playing: { on: { STOP: 'recorded', ENDED: 'recorded' } },
    saved: { type: 'final' },
  },
});

const playlist = sample({
  id: 'playlist',
  context: { track: 0 },
  type: 'parallel',
  states: {
    track: {
      on: {
        NEXT: [
          { guard: below('track', 24), actions: plus('track', 1) },
          { actions: put('track', 0) },
        ],
        BACK: { guard: above('track', 0), actions: plus('track', -1) },
      },
    },
    repeat: {
      initial: 'off',
      states: {
        off: { on: { REPEAT: 'all' } },
        all: { on: { REPEAT: 'one' } },
        one: { on: { REPEAT: 'off' } },
      },
    },
    order: {
      initial: 'straight',
      states: { straight: { on: { SHUFFLE: 'mixed' } }, mixed: { on: { SHUFFLE: 'straight' } } },
    },
  },
});

/** The history of both regions is deep: it comes back as it was left. */
const radio = sample({
  id: 'radio',
  initial: 'off',
  states: {
    off: { on: { POWER: 'on.past' } },
    on: {
      type: 'parallel',
      on: { POWER: 'off' },
      states: {
        band: {
          initial: 'fm',
          states: {
            fm: { on: { BAND: 'am' } },
            am: { on: { BAND: 'dab' } },
            dab: { on: { BAND: 'fm' } },
          },
        },
        tone: {
          initial: 'flat',
          states: {
            flat: { on: { TONE: 'bass' } },
            bass: { on: { TONE: 'treble' } },
            treble: { on: { TONE: 'flat' } },
          },
        },
        past: { type: 'history', history: 'deep' },
      },
    },
  },
});

const call = sample({
  id: 'call',
  initial: 'idle',
  states: {
    idle: { on: { DIAL: 'calling', RING: 'ringing' } },
    calling: {
      on: { ANSWERED: 'talking', BUSY: 'ended', HANG_UP: 'ended' },
      after: { 30_000: 'ended' },
    },
    ringing: {
      on: { ANSWER: 'talking', REFUSE: 'ended', GONE: 'ended' },
      after: { 30_000: 'ended' },
    },
    talking: {
      type: 'parallel',
      states: {
        mouth: {
          initial: 'open',
          states: { open: { on: { MUTE: 'shut' } }, shut: { on: { MUTE: 'open' } } },
        },
        line: {
          initial: 'live',
          states: { live: { on: { HOLD: 'held' } }, held: { on: { HOLD: 'live' } } },
        },
        camera: {
          initial: 'off',
          states: { off: { on: { CAMERA: 'on' } }, on: { on: { CAMERA: 'off' } } },
        },
      },
      on: { HANG_UP: 'ended', GONE: 'ended' },
    },
    ended: { on: { DONE: 'idle' } },
  },
});

/** Media. */
export const media: readonly Sample[] = [player, ads, recorder, playlist, radio, call];
