import { Call } from '../sdk/web/call.ts';
import { Channel } from '../sdk/web/channel.ts';
import { findHandler } from '../sdk/web/deliver.ts';
import type { Info } from '../sdk/web/info.ts';
import { Session } from '../sdk/web/session.ts';
import { createSignal, sdkVersion, type SignalObject } from '../sdk/web/signal.ts';
import type { LoginLimits } from '../sdk/login-limits.ts';
import type { Client } from '../world/client/client.ts';
import { nativeLimits } from './limits.ts';
import type { Heard } from '../world/audience.ts';
import { subject } from './subject.ts';

/** The web-shaped double, with every callback of its sessions, channels and calls set. */
class WebApp {
  readonly client: Client;
  readonly heard: Heard[] = [];
  readonly #signal: SignalObject;
  /** The session; before the first login, an ended one, so that there is always one to call. */
  session: Session;
  readonly #channels = new Map<string, Channel>();
  readonly #calls = new Map<string, Call>();

  readonly #now: () => number;

  constructor(client: Client, limits: LoginLimits, now: () => number) {
    this.#now = now;
    this.client = client;
    this.#signal = createSignal(() => client, limits)('app');
    client.listener = findHandler;
    this.session = this.#listen(new Session(client, ''));
  }

  login(account: string, token: string): void {
    const session = this.#listen(this.#signal.login(account, token));
    // One that is refused at once leaves the one before it as it was.
    if (session.getStatus() === 0) return;
    this.session = session;
    this.#channels.clear();
    this.#calls.clear();
  }

  join(name: string): void {
    const channel = this.#listenTo(this.session.channelJoin(name));
    // One that is refused at once leaves the one before it as it was.
    if (this.session.twins.includes(channel) || !this.#channels.has(name)) {
      this.#channels.set(name, channel);
    }
  }

  /** The channel of that name; an ended one if it was never joined. */
  channel(name: string): Channel {
    return this.#channels.get(name) ?? this.#listenTo(new Channel(this.session, name));
  }

  invite(channel: string, peer: string, extra: string | undefined): void {
    const call = this.session.channelInviteUser2(channel, peer, extra);
    this.#listenToCall(call);
    // An invitation that is refused because another is in progress (701) leaves that one unchanged.
    if (this.session.calls.isCurrent(call, 'caller')) this.#calls.set(`${channel} ${peer}`, call);
  }

  /** The last call at an address, from either end; an ended one if there was none. */
  call(channelName: string, peer: string): Call {
    const known = this.#calls.get(`${channelName} ${peer}`);
    return known ?? new Call(this.session, 'callee', { channelName, peer, extra: '' });
  }

  /** A callback that is passed with a call, by name; it records the code that it gets. */
  answer(name: string): (info?: Info) => void {
    return (info) => {
      this.#hear(`${name} cb`, info);
    };
  }

  #hear(callback: string, code?: number | Info): void {
    const at = this.#now();
    const isInfo = typeof code === 'object';
    this.heard.push(
      isInfo ? { callback, value: code.value, code: code.name, at } : { callback, value: code, at },
    );
  }

  #listen(session: Session): Session {
    session.onLoginSuccess = () => this.#hear('session.onLoginSuccess');
    session.onLoginFailed = (ecode) => this.#hear('session.onLoginFailed', ecode);
    session.onLogout = (ecode) => this.#hear('session.onLogout', ecode);
    session.onError = (_name, ecode) => this.#hear('session.onError', ecode);
    session.onMessageInstantReceive = () => this.#hear('session.onMessageInstantReceive');
    session.onInviteReceived = (call) => {
      this.#calls.set(`${call.channelName} ${call.peer}`, this.#listenToCall(call));
      this.#hear('session.onInviteReceived');
    };
    return session;
  }

  #listenTo(channel: Channel): Channel {
    channel.onChannelJoined = () => this.#hear('channel.onChannelJoined');
    channel.onChannelJoinFailed = (ecode) => this.#hear('channel.onChannelJoinFailed', ecode);
    channel.onChannelLeaved = (_ecode, info) => this.#hear('channel.onChannelLeaved', info);
    channel.onChannelUserList = () => this.#hear('channel.onChannelUserList');
    channel.onChannelUserJoined = () => this.#hear('channel.onChannelUserJoined');
    channel.onChannelUserLeaved = () => this.#hear('channel.onChannelUserLeaved');
    channel.onChannelAttrUpdated = () => this.#hear('channel.onChannelAttrUpdated');
    channel.onMessageChannelReceive = () => this.#hear('channel.onMessageChannelReceive');
    return channel;
  }

  #listenToCall(call: Call): Call {
    call.onInviteReceivedByPeer = () => this.#hear('call.onInviteReceivedByPeer');
    call.onInviteAcceptedByPeer = () => this.#hear('call.onInviteAcceptedByPeer');
    call.onInviteRefusedByPeer = () => this.#hear('call.onInviteRefusedByPeer');
    call.onInviteFailed = (_extra, info) => this.#hear('call.onInviteFailed', info);
    call.onInviteEndByPeer = () => this.#hear('call.onInviteEndByPeer');
    call.onInviteEndByMyself = () => this.#hear('call.onInviteEndByMyself');
    call.onInviteMsg = () => this.#hear('call.onInviteMsg');
    return call;
  }
}

const prefix = 'io.agora.signal.';

/**
 * The web-shaped double, driven like any other client: one account at a time, like the native one.
 * The Web SDK has neither messageChannelSendForce nor messageAppSend.
 */
export const web = subject<WebApp>({
  name: 'web double',
  create: (world, options) =>
    new WebApp(
      world.client('Signal', { version: sdkVersion, ...options }),
      world.loginLimits ?? nativeLimits(world), // So that both doubles take the same time.
      () => world.now,
    ),
  do: {
    login: (app, { account, token }) => {
      app.login(account, token);
    },
    logout: ({ session }) => {
      session.logout();
    },
    channelJoin: (app, { channel }) => {
      app.join(channel);
    },
    channelLeave: (app, { channel }) => {
      app.channel(channel).channelLeave();
    },
    channelQueryUserNum: (app, { channel }) => {
      const answer = app.answer('invoke');
      const query = `${prefix}channel_query_num`;
      app.session.invoke(query, { name: channel }, (_err, _ret, info) => answer(info));
    },
    messageInstantSend: (app, { account, body }) => {
      const answer = app.answer('messageInstantSend');
      app.session.messageInstantSend(account, body, (_isError, info) => answer(info));
    },
    messageChannelSend: (app, { channel, body }) => {
      const answer = app.answer('messageChannelSend');
      app.channel(channel).messageChannelSend(body, (_nothing, info) => answer(info));
    },
    channelInviteUser2: (app, { channel, peer, extra }) => {
      app.invite(channel, peer, extra);
    },
    channelInviteAccept: (app, { channel, peer, extra }) => {
      app.call(channel, peer).channelInviteAccept(extra);
    },
    channelInviteRefuse: (app, { channel, peer, extra }) => {
      app.call(channel, peer).channelInviteRefuse(extra);
    },
    channelInviteEnd: (app, { channel, peer, extra }) => {
      app.call(channel, peer).channelInviteEnd(extra);
    },
    queryUserStatus: (app, { account }) => {
      const answer = app.answer('invoke');
      const query = `${prefix}user_query_user_status`;
      app.session.invoke(query, { account }, (_err, _ret, info) => answer(info));
    },
    setAttr: (app, args) => {
      const answer = app.answer('invoke');
      app.session.invoke(`${prefix}user_set_attr`, args, (_err, _ret, info) => answer(info));
    },
  },
  state: ({ client }) => client.state,
  heard: ({ heard }) => heard,
  client: ({ client }) => client,
});
