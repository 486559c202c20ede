package dev.ferry.server.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.protocol.v1.ClientFrame.BodyCase;
import dev.ferry.server.delivery.Bus;
import dev.ferry.server.delivery.Memberships;
import dev.ferry.server.delivery.PushEncoder;
import dev.ferry.server.delivery.Rosters;
import dev.ferry.server.delivery.Subscriptions;
import dev.ferry.server.device.Devices;
import dev.ferry.server.group.GroupRates;
import dev.ferry.server.group.GroupService;
import dev.ferry.server.group.Groups;
import dev.ferry.server.message.ConversationIndex;
import dev.ferry.server.message.ConversationList;
import dev.ferry.server.message.CursorService;
import dev.ferry.server.message.Cursors;
import dev.ferry.server.message.MessageLog;
import dev.ferry.server.message.MessageReads;
import dev.ferry.server.message.MessageService;
import dev.ferry.server.message.SettingsService;
import dev.ferry.server.message.SettingsStore;
import dev.ferry.server.model.Lease;
import dev.ferry.server.presence.Leases;
import dev.ferry.server.presence.PresenceEncoder;
import dev.ferry.server.presence.PresenceRoom;
import dev.ferry.server.presence.PresenceService;
import dev.ferry.server.presence.PresenceStore;
import dev.ferry.server.presence.SignalPublisher;
import dev.ferry.server.presence.SignalService;
import dev.ferry.server.presence.Watching;
import dev.ferry.server.privacy.PrivacyService;
import dev.ferry.server.privacy.PrivacyStore;
import dev.ferry.server.session.SessionRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandlersTest {
  @Test
  void everyRequestTypeOfTheProtocolHasAHandler() {
    GroupRates.Rate rate = new GroupRates.Rate(1, 1);
    GroupRates rates = new GroupRates("messages", rate, rate);
    Handlers handlers =
        new Handlers(
            new Handlers.OfMessages(
                new MessageService(
                    notAsked(MessageLog.class),
                    Optional::empty,
                    rates,
                    new MessageService.Limits(1, 1)),
                notAsked(MessageReads.class)),
            new ConversationList(notAsked(ConversationIndex.class), notAsked(Memberships.class)),
            new GroupService(notAsked(Groups.class), rates),
            new CursorService(notAsked(Cursors.class), notAsked(ConversationIndex.class), rates),
            new SettingsService(notAsked(SettingsStore.class), notAsked(Memberships.class)),
            presence(),
            new DeviceHandlers(
                notAsked(Devices.class),
                (session, frame) -> {
                  throw new AssertionError("not asked for");
                }),
            new PrivacyHandlers(new PrivacyService(notAsked(PrivacyStore.class))));
    assertEquals(EnumSet.allOf(BodyCase.class), handlers.table().keySet());
  }

  private static PresenceHandlers presence() {
    SessionRegistry sessions = new SessionRegistry();
    Subscriptions subscriptions = new Subscriptions(notAsked(Bus.class));
    Memberships memberships = notAsked(Memberships.class);
    PresenceStore store = notAsked(PresenceStore.class);
    PresenceRoom.Ground ground =
        new PresenceRoom.Ground(
            sessions, subscriptions, memberships, store, notAsked(PresenceEncoder.class));
    Leases leases = new Leases(new Lease(1, "n1"), 1, Map.of(), Duration.ofSeconds(1));
    Rosters rosters =
        new Rosters(List.of(), sessions, subscriptions, memberships, notAsked(PushEncoder.class));
    return new PresenceHandlers(
        new PresenceService(new Watching(Runnable::run, ground, 1, leases), store, memberships),
        new SignalService(notAsked(SignalPublisher.class), rosters));
  }

  /** Is only there so that handlers can be made. */
  private static <T> T notAsked(Class<T> port) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              throw new AssertionError("not asked for");
            }));
  }
}
