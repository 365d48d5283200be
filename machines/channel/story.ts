// The channel lifecycle in words: what the states, rows and events of its two statecharts mean.
import type { Story } from '../lifecycle.ts';

/** A client's place in a channel, in words. */
export const channelStory = {
  states: {
    notJoined: { en: 'The client is in no channel.', zh: '客户端不在任何频道中。' },
    joining: {
      en: 'The client has asked to join a channel and waits for the reply.',
      zh: '客户端已请求加入频道，正在等待应答。',
    },
    joined: {
      en: 'The client is a member of its channel and hears what happens there.',
      zh: '客户端是频道成员，能收到频道里的消息和变化。',
    },
    suspended: {
      en: 'The session is reconnecting, and the place in the channel is in doubt until it is back.',
      zh: '会话正在重连，恢复之前不确定是否仍在频道内。',
    },
    leaving: {
      en: 'The client has asked to leave its channel and waits for the reply.',
      zh: '客户端已请求离开频道，正在等待应答。',
    },
  },
  names: {
    notJoined: '未加入',
    joining: '加入中',
    joined: '已加入',
    suspended: '断线待定',
    leaving: '离开中',
  },
  rows: {
    C1: {
      en: 'The client is logged in and the name is legal, so it asks the service to let it into the channel.',
      zh: '客户端已登录，频道名合法，于是请求服务端加入频道。',
    },
    C2: {
      en: 'Without a session a client cannot join, so onError says GENERAL_E_NOT_LOGIN and nothing else changes.',
      zh: '没有会话就不能加入频道，onError 报告 GENERAL_E_NOT_LOGIN，状态不变。',
    },
    C2b: {
      en: 'Without a session there is no channel to leave, so onError says GENERAL_E_NOT_LOGIN.',
      zh: '没有会话，也就没有频道可以离开，onError 报告 GENERAL_E_NOT_LOGIN。',
    },
    C3: {
      en: 'The name is not a legal channel name, so onError says GENERAL_E_WRONG_PARAM and the client stays where it is.',
      zh: '频道名不合法，onError 报告 GENERAL_E_WRONG_PARAM，状态不变。',
    },
    C4: {
      en: 'The service lets the client in, so it learns who is there and which attributes the channel has.',
      zh: '服务端允许加入，客户端随即得到成员列表和频道属性。',
    },
    C5: {
      en: 'The service refuses the join, for instance because the channel is full, so the client stays outside.',
      zh: '服务端拒绝加入，比如频道已满，客户端留在频道外。',
    },
    C6: {
      en: 'No reply has come in time; joining has no code for that, so it fails with JOINCHANNEL_E_OTHER.',
      zh: '迟迟没有应答；加入频道没有专门的超时错误码，因此以 JOINCHANNEL_E_OTHER 失败。',
    },
    C6b: {
      en: 'The line is lost before the join is answered, so the join fails and is not repeated.',
      zh: '加入得到应答之前连接断开，加入失败，不会重试。',
    },
    'C6b session.ended': {
      en: 'The session ends before the join is answered, so the join fails with it.',
      zh: '加入得到应答之前会话结束，加入随之失败。',
    },
    C6c: {
      en: 'The application leaves before the join is answered, so the join fails at once and the leave gets its own answer.',
      zh: '加入还没有应答应用就要离开，加入立即失败，离开另有应答。',
    },
    C8: {
      en: 'A client can be in one channel only, so joining another one leaves the first.',
      zh: '客户端只能在一个频道里，加入另一个频道就会离开原来的频道。',
    },
    C8b: {
      en: 'The application changes its mind during a join, so the first join fails and the client asks for the other channel.',
      zh: '加入过程中应用改去另一个频道，前一次加入失败，客户端改为请求新频道。',
    },
    C8c: {
      en: 'A join while the client is leaving completes the leave at once, and the client asks for the new channel.',
      zh: '离开过程中应用又要加入，离开就此算完成，客户端请求加入新频道。',
    },
    C9: {
      en: 'The client is in this channel already, so onChannelJoined simply comes once more.',
      zh: '客户端已在该频道中，只是再次回调 onChannelJoined。',
    },
    C9b: {
      en: 'The same join is already in progress, so nothing happens: one answer serves both calls.',
      zh: '同样的加入正在进行，什么也不发生，两次调用共用一个应答。',
    },
    C10: {
      en: 'The application wants to leave, so the client asks the service to take it out of the channel.',
      zh: '应用要离开，客户端请求服务端将其移出频道。',
    },
    C11: {
      en: 'The service confirms the leave, so the client is out at its own request: LEAVECHANNEL_E_BYUSER.',
      zh: '服务端确认离开，客户端是主动离开的：LEAVECHANNEL_E_BYUSER。',
    },
    C11b: {
      en: 'The leave is already in progress, so a second call changes nothing and gets no answer of its own.',
      zh: '离开正在进行，第二次调用不起作用，也没有单独的应答。',
    },
    C11c: {
      en: 'The session ends because the connection is lost before the leave is answered, so the client is out with LEAVECHANNEL_E_DISCONN.',
      zh: '离开得到应答之前会话因网络结束，客户端以 LEAVECHANNEL_E_DISCONN 离开频道。',
    },
    C12: {
      en: 'The service does not complete the leave, so the client counts itself out with LEAVECHANNEL_E_OTHER.',
      zh: '离开没有顺利完成，客户端自认已不在频道，报告 LEAVECHANNEL_E_OTHER。',
    },
    'C12 reply.refused': {
      en: 'The service refuses the leave, but the client counts itself out anyway, with LEAVECHANNEL_E_OTHER.',
      zh: '服务端拒绝离开请求，客户端仍自认已不在频道，报告 LEAVECHANNEL_E_OTHER。',
    },
    'C12 after leaveReply': {
      en: 'No reply to the leave has come in time, so the client counts itself out with LEAVECHANNEL_E_OTHER.',
      zh: '离开请求迟迟没有应答，客户端自认已不在频道，报告 LEAVECHANNEL_E_OTHER。',
    },
    C13: {
      en: 'The client is not in that channel, so leaving it succeeds at once without asking the service.',
      zh: '客户端本就不在该频道，离开不经服务端立即成功。',
    },
    C14: {
      en: 'An administrator removes the client from the channel, while its session goes on.',
      zh: '管理员把客户端移出频道，会话照常。',
    },
    C15: {
      en: 'The channel is destroyed, so nobody can stay in it, and the code is LEAVECHANNEL_E_OTHER.',
      zh: '频道被销毁，谁也不能留下，错误码为 LEAVECHANNEL_E_OTHER。',
    },
    C15b: {
      en: 'The client learns when it is back that it lost its place during the outage; the code is LEAVECHANNEL_E_DISCONN unless the service says why.',
      zh: '重连后才得知断线期间已不在频道；服务端若不说明原因，错误码为 LEAVECHANNEL_E_DISCONN。',
    },
    C16: {
      en: 'The session ends by a logout or by the service, so the client leaves the channel first, with LEAVECHANNEL_E_LOGOUT.',
      zh: '会话因登出或被服务端结束，客户端先以 LEAVECHANNEL_E_LOGOUT 离开频道。',
    },
    C17: {
      en: 'The session loses its line, so the client hears nothing of the channel; its place may still be kept.',
      zh: '会话断线，客户端收不到频道里的消息，是否仍在频道内还不确定。',
    },
    C18: {
      en: 'The session is back in time and the service has kept the place, so the client is in the channel as before.',
      zh: '会话及时恢复，服务端保留了位置，客户端仍在频道内。',
    },
    C19: {
      en: 'The outage was longer than the service keeps a place, so the client is out with LEAVECHANNEL_E_DISCONN.',
      zh: '断线时间超过服务端保留位置的期限，客户端以 LEAVECHANNEL_E_DISCONN 离开频道。',
    },
    C20: {
      en: 'The network ends the session, so the client leaves the channel first, with LEAVECHANNEL_E_DISCONN.',
      zh: '会话因网络结束，客户端先以 LEAVECHANNEL_E_DISCONN 离开频道。',
    },
    C21: {
      en: 'Something happens in the channel, and the service tells every member.',
      zh: '频道里发生了变化，服务端告知每个成员。',
    },
    'C21 member.joined': {
      en: 'Somebody joins the channel, and the service tells those who are there.',
      zh: '有人加入频道，服务端告知其他成员。',
    },
    'C21 member.left': {
      en: 'Somebody leaves the channel or has been away too long, and the service tells the others.',
      zh: '有人离开频道或失联过久，服务端告知其他成员。',
    },
    'C21 message.arrived': {
      en: 'A message to the channel arrives; every member gets it, including the sender.',
      zh: '频道消息到达，每个成员都会收到，发送者也不例外。',
    },
    'C21 attribute.changed': {
      en: 'An attribute of the channel changes, and the service tells every member its new value.',
      zh: '频道属性发生变化，服务端把新值告知每个成员。',
    },
  },
  events: {
    channelJoin: { en: 'the application calls channelJoin()', zh: '应用调用 channelJoin()' },
    channelLeave: { en: 'the application calls channelLeave()', zh: '应用调用 channelLeave()' },
    'reply.ok': { en: 'the service agrees', zh: '服务端同意' },
    'reply.refused': { en: 'the service refuses', zh: '服务端拒绝' },
    'channel.destroyed': { en: 'the channel is destroyed', zh: '频道被销毁' },
    'member.removed': {
      en: 'an administrator removes the client',
      zh: '管理员把客户端移出频道',
    },
    'member.joined': { en: 'somebody else joins', zh: '有人加入频道' },
    'member.left': { en: 'somebody else leaves', zh: '有人离开频道' },
    'message.arrived': { en: 'a message to the channel arrives', zh: '频道消息到达' },
    'attribute.changed': { en: 'an attribute of the channel changes', zh: '频道属性变化' },
    'session.lost': { en: 'the session loses its line', zh: '会话断线' },
    'session.restored': {
      en: 'the session is back, with word of the place in the channel',
      zh: '会话恢复，并得知是否仍在频道内',
    },
    'session.ended': { en: 'the session ends', zh: '会话结束' },
    'after joinReply': { en: 'the join gets no reply in time', zh: '加入频道超时' },
    'after leaveReply': { en: 'the leaving gets no reply in time', zh: '离开频道超时' },
  },
} as const satisfies Story;

/** A query of a channel's user count, in words. */
export const queryStory = {
  states: {
    idle: { en: 'Nothing has been asked yet.', zh: '尚未查询。' },
    querying: {
      en: 'The query is sent, and the client waits for the number of users.',
      zh: '查询已发出，客户端正在等待频道人数。',
    },
    done: { en: 'The query has its single result.', zh: '查询已有结果，且只有一次。' },
  },
  names: {
    idle: '未查询',
    querying: '查询中',
    done: '已有结果',
  },
  rows: {
    C2b: {
      en: 'The client is not logged in, so nothing is asked and onError says GENERAL_E_NOT_LOGIN.',
      zh: '客户端未登录，查询不会发出，onError 报告 GENERAL_E_NOT_LOGIN。',
    },
    Q1: {
      en: 'The service answers with the number of users; a channel that does not exist simply has none.',
      zh: '服务端应答频道人数；频道不存在时，人数就是零。',
    },
    'Q1 channelQueryUserNum': {
      en: 'The client is logged in, so the query goes to the service; it need not be in that channel.',
      zh: '客户端已登录，查询发往服务端，不必身在该频道。',
    },
    Q2: {
      en: 'The service cannot or will not answer, so the result is QUERYUSERNUM_E_OTHER.',
      zh: '服务端不能或不愿应答，结果为 QUERYUSERNUM_E_OTHER。',
    },
    'Q2 reply.refused': {
      en: 'The service refuses the query, so the result is QUERYUSERNUM_E_OTHER.',
      zh: '服务端拒绝查询，结果为 QUERYUSERNUM_E_OTHER。',
    },
    'Q2 session.lost': {
      en: 'The line is lost before the answer, and a query is not sent again, so the result is QUERYUSERNUM_E_OTHER.',
      zh: '应答到来之前连接断开，查询不会重发，结果为 QUERYUSERNUM_E_OTHER。',
    },
    'Q2 session.ended': {
      en: 'The session is ended by the service or the network before the answer, so the result is QUERYUSERNUM_E_OTHER.',
      zh: '应答到来之前会话因服务端或网络结束，结果为 QUERYUSERNUM_E_OTHER。',
    },
    Q2b: {
      en: 'The user logs out before the answer: QUERYUSERNUM_E_BYUSER if deprecated codes are on, otherwise QUERYUSERNUM_E_OTHER.',
      zh: '应答到来之前用户登出：启用已弃用的错误码时报告 QUERYUSERNUM_E_BYUSER，否则报告 QUERYUSERNUM_E_OTHER。',
    },
    Q3: {
      en: 'No answer has come in time, so the query ends with QUERYUSERNUM_E_TIMEOUT.',
      zh: '迟迟没有应答，查询以 QUERYUSERNUM_E_TIMEOUT 结束。',
    },
  },
  events: {
    channelQueryUserNum: {
      en: 'the application calls channelQueryUserNum()',
      zh: '应用调用 channelQueryUserNum()',
    },
    'reply.ok': { en: 'the service answers with the number', zh: '服务端应答频道人数' },
    'reply.refused': { en: 'the service refuses the query', zh: '服务端拒绝查询' },
    'session.lost': { en: 'the session loses its line', zh: '会话断线' },
    'session.ended': { en: 'the session ends', zh: '会话结束' },
    'after queryReply': { en: 'the query gets no answer in time', zh: '查询超时' },
  },
} as const satisfies Story;
