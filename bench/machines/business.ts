// What a shop and an office do.
import { above, below, is, plus, put, sample, type Sample } from './sample.ts';

const cart = sample({
  id: 'cart',
  context: { items: 0, coupon: 0 },
  initial: 'open',
  states: {
    open: {
      on: {
        ADD: { guard: below('items', 20), actions: plus('items', 1) },
        REMOVE: { guard: above('items', 0), actions: plus('items', -1) },
        COUPON: { guard: is('coupon', 0), actions: put('coupon', 1) },
        CHECKOUT: { guard: above('items', 0), target: 'checkout' },
      },
    },
    checkout: { on: { BACK: 'open', PAID: 'ordered' } },
    ordered: { type: 'final' },
  },
});

const checkout = sample({
  id: 'checkout',
  initial: 'address',
  states: {
    address: { on: { NEXT: 'shipping', INVALID: 'address' } },
    shipping: {
      initial: 'standard',
      states: {
        standard: { on: { FAST: 'express' } },
        express: { on: { SLOW: 'standard' } },
        past: { type: 'history' },
      },
      on: { NEXT: 'payment', BACK: 'address' },
    },
    payment: {
      initial: 'card',
      states: {
        card: { on: { PAYPAL: 'paypal' } },
        paypal: { on: { CARD: 'card' } },
        asking: { on: { DECLINED: 'card', SECURE: 'secure', OK: '#checkout.done' } },
        secure: { on: { OK: '#checkout.done', FAILED: 'card' }, after: { 300_000: 'card' } },
      },
      on: { PAY: '.asking', BACK: 'shipping.past' },
    },
    left: { on: { BACK: 'address' } },
    done: { type: 'final' },
  },
  on: { LEAVE: '.left' },
});

const order = sample({
  id: 'order',
  initial: 'new',
  states: {
    new: { on: { PAID: 'paid', CANCEL: 'canceled' }, after: { 3_600_000: 'canceled' } },
    paid: { on: { PACKED: 'packed', CANCEL: 'refunding' } },
    packed: { on: { SHIPPED: 'shipped' } },
    shipped: { on: { DELIVERED: 'delivered', LOST: 'refunding', RETURNED: 'returned' } },
    delivered: { on: { RETURN: 'returned' }, after: { 2_592_000: 'closed' } },
    returned: { on: { OK: 'refunding', DAMAGED: 'closed' } },
    refunding: { on: { REFUNDED: 'closed' } },
    canceled: { type: 'final' },
    closed: { type: 'final' },
  },
});

const subscription = sample({
  id: 'subscription',
  context: { failed: 0 },
  initial: 'trial',
  states: {
    trial: { on: { SUBSCRIBE: 'active', CANCEL: 'ended' }, after: { 1_209_600: 'ended' } },
    active: { on: { FAILED: 'pastDue', CANCEL: 'ending', PAUSE: 'paused' } },
    pastDue: {
      on: {
        PAID: { target: 'active', actions: put('failed', 0) },
        FAILED: [{ guard: is('failed', 3), target: 'ended' }, { actions: plus('failed', 1) }],
      },
    },
    paused: { on: { RESUME: 'active', CANCEL: 'ended' } },
    ending: { on: { KEEP: 'active', PERIOD_OVER: 'ended' } },
    ended: { on: { SUBSCRIBE: { target: 'active', actions: put('failed', 0) } } },
  },
});

const booking = sample({
  id: 'booking',
  context: { guests: 1, nights: 1 },
  initial: 'choosing',
  states: {
    choosing: {
      on: {
        GUEST: { guard: below('guests', 8), actions: plus('guests', 1) },
        NO_GUEST: { guard: above('guests', 1), actions: plus('guests', -1) },
        NIGHT: { guard: below('nights', 28), actions: plus('nights', 1) },
        NO_NIGHT: { guard: above('nights', 1), actions: plus('nights', -1) },
        HOLD: 'held',
      },
    },
    held: { on: { PAY: 'booked', RELEASE: 'choosing' }, after: { 600_000: 'choosing' } },
    booked: { on: { CANCEL: 'choosing', STAYED: 'over' } },
    over: { type: 'final' },
  },
});

const auction = sample({
  id: 'auction',
  context: { bids: 0 },
  initial: 'draft',
  states: {
    draft: { on: { PUBLISH: 'open' } },
    open: {
      on: { BID: { guard: below('bids', 100), actions: plus('bids', 1) }, WITHDRAW: 'draft' },
      after: { 86_400_000: [{ guard: is('bids', 0), target: 'unsold' }, { target: 'sold' }] },
    },
    unsold: { on: { RELIST: { target: 'open', actions: put('bids', 0) } } },
    sold: { on: { PAID: 'over', UNPAID: 'unsold' } },
    over: { type: 'final' },
  },
});

const document = sample({
  id: 'document',
  initial: 'draft',
  states: {
    draft: { on: { SUBMIT: 'review', DELETE: 'deleted' } },
    review: {
      type: 'parallel',
      states: {
        legal: {
          initial: 'open',
          states: { open: { on: { LEGAL_OK: 'ok' } }, ok: { type: 'final' } },
        },
        brand: {
          initial: 'open',
          states: { open: { on: { BRAND_OK: 'ok' } }, ok: { type: 'final' } },
        },
        facts: {
          initial: 'open',
          states: { open: { on: { FACTS_OK: 'ok' } }, ok: { type: 'final' } },
        },
      },
      on: { REJECT: 'draft' },
      onDone: 'approved',
    },
    approved: { on: { PUBLISH: 'published', EDIT: 'draft' } },
    published: { on: { RETRACT: 'draft', ARCHIVE: 'archived' } },
    archived: { type: 'final' },
    deleted: { on: { RESTORE: 'draft' } },
  },
});

const ticket = sample({
  id: 'ticket',
  context: { level: 1 },
  initial: 'new',
  states: {
    new: { on: { ASSIGN: 'open', SPAM: 'closed' } },
    open: {
      on: {
        ASK: 'waiting',
        ESCALATE: { guard: below('level', 3), actions: plus('level', 1) },
        SOLVE: 'solved',
      },
    },
    waiting: { on: { REPLY: 'open' }, after: { 604_800: 'solved' } },
    solved: { on: { REOPEN: 'open' }, after: { 259_200: 'closed' } },
    closed: { on: { REOPEN: { target: 'open', actions: put('level', 1) } } },
  },
});

const pullRequest = sample({
  id: 'pull request',
  type: 'parallel',
  states: {
    review: {
      initial: 'none',
      states: {
        none: { on: { APPROVE: 'approved', REQUEST: 'changes' } },
        changes: { on: { APPROVE: 'approved' } },
        approved: { on: { DISMISS: 'none', REQUEST: 'changes' } },
      },
      on: { PUSH: '.none' },
    },
    checks: {
      initial: 'running',
      states: {
        running: { on: { GREEN: 'green', RED: 'red' } },
        green: {},
        red: { on: { RERUN: 'running' } },
      },
      on: { PUSH: '.running' },
    },
    branch: {
      initial: 'clean',
      states: { clean: { on: { BASE_MOVED: 'conflict' } }, conflict: { on: { PUSH: 'clean' } } },
    },
  },
});

const pipeline = sample({
  id: 'pipeline',
  context: { retries: 0 },
  initial: 'queued',
  states: {
    queued: { on: { PICKED: 'build', CANCEL: 'canceled' } },
    build: { on: { OK: 'tests', FAILED: 'failed', CANCEL: 'canceled' } },
    tests: {
      on: {
        OK: 'approval',
        FAILED: [
          {
            guard: below('retries', 2),
            target: 'tests',
            reenter: true,
            actions: plus('retries', 1),
          },
          { target: 'failed' },
        ],
        CANCEL: 'canceled',
      },
      after: { 3_600_000: 'failed' },
    },
    approval: { on: { APPROVE: 'deploy', REJECT: 'canceled' } },
    deploy: { on: { OK: 'watch', FAILED: 'rollback' } },
    watch: { after: { 600_000: 'done' }, on: { ALARM: 'rollback' } },
    rollback: { on: { OK: 'failed' } },
    failed: { on: { RETRY: { target: 'queued', actions: put('retries', 0) } } },
    canceled: { on: { RETRY: { target: 'queued', actions: put('retries', 0) } } },
    done: { type: 'final' },
  },
});

/** Business. */
export const business: readonly Sample[] = [
  cart,
  checkout,
  order,
  subscription,
  booking,
  auction,
  document,
  ticket,
  pullRequest,
  pipeline,
];
