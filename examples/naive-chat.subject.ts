// The naive chat client, introduced to sigsim: npx sigsim audit examples/naive-chat.subject.ts
import { subject } from 'sigsim/paths';
import { NaiveChat } from './naive-chat.ts';

export default subject({
  name: 'naive chat',
  create: (world) => new NaiveChat({ Signal: world.Signal, appId: 'app' }),
  do: {
    login: (app, { account, token }) => app.connect(account, token),
    logout: (app) => app.disconnect(),
    channelJoin: (app, { channel }) => app.enter(channel),
    messageChannelSend: (app, { body }) => app.say(body),
  },
  state: (app) => app.status,
});
