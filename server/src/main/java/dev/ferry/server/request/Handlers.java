package dev.ferry.server.request;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.ClientFrame.BodyCase;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.group.GroupService;
import dev.ferry.server.message.ConversationList;
import dev.ferry.server.message.CursorService;
import dev.ferry.server.message.MessageReads;
import dev.ferry.server.message.MessageService;
import dev.ferry.server.message.SettingsService;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.session.Session;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Which handler answers which request of a live session. */
final class Handlers {
  /** What is asked of messages. */
  record OfMessages(MessageService service, MessageReads reads) {}

  private final Map<BodyCase, RequestHandler> table = new EnumMap<>(BodyCase.class);

  Handlers(
      OfMessages messages,
      ConversationList conversations,
      GroupService groups,
      CursorService cursors,
      SettingsService settings,
      PresenceHandlers presence,
      DeviceHandlers devices,
      PrivacyHandlers privacy) {
    OperationHandlers operationHandlers = new OperationHandlers(messages.reads());
    GroupHandlers groupHandlers = new GroupHandlers(groups);
    CursorHandlers cursorHandlers = new CursorHandlers(cursors);
    SettingsHandlers settingsHandlers = new SettingsHandlers(settings);
    table.put(BodyCase.PING, new PingHandler());
    table.put(BodyCase.SEND_MESSAGE, new SendMessageHandler(messages.service()));
    table.put(BodyCase.FETCH_MESSAGES, new FetchMessagesHandler(messages.service()));
    table.put(BodyCase.FETCH_HEADS, new FetchHeadsHandler(conversations));
    table.put(BodyCase.CHANGE_GROUP, groupHandlers::change);
    table.put(BodyCase.FETCH_GROUP, groupHandlers::info);
    table.put(BodyCase.FETCH_MEMBERS, groupHandlers::members);
    table.put(BodyCase.FETCH_REQUESTS, groupHandlers::requests);
    table.put(BodyCase.FETCH_LINKS, groupHandlers::links);
    table.put(BodyCase.MOVE_CURSORS, cursorHandlers::move);
    table.put(BodyCase.FETCH_RECEIPTS, cursorHandlers::receipts);
    table.put(BodyCase.FETCH_REACTIONS, operationHandlers::reactions);
    table.put(BodyCase.FETCH_EDITS, operationHandlers::edits);
    table.put(BodyCase.FETCH_PINS, operationHandlers::pins);
    table.put(BodyCase.WATCH_PRESENCE, presence::watch);
    table.put(BodyCase.FETCH_PRESENCE, presence::fetch);
    table.put(BodyCase.SET_PRESENCE, presence::set);
    table.put(BodyCase.SEND_SIGNAL, presence::signal);
    table.put(BodyCase.REFRESH_TOKEN, devices::refresh);
    table.put(BodyCase.CHANGE_SETTINGS, settingsHandlers::change);
    table.put(BodyCase.FETCH_SETTINGS, settingsHandlers::since);
    table.put(BodyCase.FETCH_DEVICES, devices::list);
    table.put(BodyCase.LOG_OUT, devices::logOut);
    table.put(BodyCase.BLOCK_USER, privacy::block);
    table.put(BodyCase.UNBLOCK_USER, privacy::unblock);
    table.put(BodyCase.FETCH_BLOCKED, privacy::blocked);
    table.put(BodyCase.SET_PRIVACY, privacy::set);
    table.put(BodyCase.LOGIN, Handlers::secondLogin);
    table.put(BodyCase.BODY_NOT_SET, Handlers::unknown);
  }

  Map<BodyCase, RequestHandler> table() {
    return Collections.unmodifiableMap(table);
  }

  RequestHandler of(ClientFrame frame) {
    return table.getOrDefault(frame.getBodyCase(), Handlers::unknown);
  }

  private static CompletionStage<ServerFrame.Builder> secondLogin(
      Session session, ClientFrame frame) {
    throw new RefusedException(
        Reason.WRONG_PHASE, "login: second one (expected: one a connection)");
  }

  /** A request of a protocol that is newer than this server: its number is unknown here. */
  private static CompletionStage<ServerFrame.Builder> unknown(Session session, ClientFrame frame) {
    throw new RefusedException(Reason.UNSUPPORTED_REQUEST, "request: unknown to this server");
  }
}
