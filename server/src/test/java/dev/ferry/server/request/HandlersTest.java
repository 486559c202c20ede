package dev.ferry.server.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.protocol.v1.ClientFrame.BodyCase;
import dev.ferry.server.delivery.Memberships;
import dev.ferry.server.device.Devices;
import dev.ferry.server.group.GroupRates;
import dev.ferry.server.group.GroupService;
import dev.ferry.server.group.Groups;
import dev.ferry.server.message.ConversationIndex;
import dev.ferry.server.message.ConversationList;
import dev.ferry.server.message.MessageLog;
import dev.ferry.server.message.MessageService;
import java.lang.reflect.Proxy;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandlersTest {
  @Test
  void everyRequestTypeOfTheProtocolHasAHandler() {
    GroupRates.Rate rate = new GroupRates.Rate(1, 1);
    GroupRates rates = new GroupRates("messages", rate, rate);
    Handlers handlers =
        new Handlers(
            new MessageService(
                notAsked(MessageLog.class),
                Optional::empty,
                rates,
                new MessageService.Limits(1, 1)),
            new ConversationList(notAsked(ConversationIndex.class), notAsked(Memberships.class)),
            new GroupService(notAsked(Groups.class), rates),
            new DeviceHandlers(notAsked(Devices.class)),
            (session, frame) -> {
              throw new AssertionError("not asked for");
            });
    assertEquals(EnumSet.allOf(BodyCase.class), handlers.table().keySet());
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
