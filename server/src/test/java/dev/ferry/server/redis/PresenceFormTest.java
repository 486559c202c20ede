package dev.ferry.server.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Lease;
import dev.ferry.server.model.OnlineSession;
import dev.ferry.server.model.Platform;
import dev.ferry.server.model.PresenceSettings;
import dev.ferry.server.model.UserId;
import dev.ferry.server.model.UserState;
import dev.ferry.server.model.Visibility;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PresenceFormTest {
  private static final UserId BOB = new UserId("bob");

  @Test
  void whatNewerNodesWriteIsUnderstoodAsFarAsItGoes() {
    UserState state =
        state("d/phone", "7 5/n1 GLASSES 9", "mood", "fine", "visible", "FRIENDS", "version", "3");
    OnlineSession phone =
        new OnlineSession(new DeviceId("phone"), 7, new Lease(5, "n1"), Platform.OTHER, 9);
    PresenceSettings settings = new PresenceSettings("", false, Visibility.NOBODY);
    assertEquals(new UserState(BOB, 3, List.of(phone), 0, settings), state);
  }

  @Test
  void whoeverHasNothingHasTheDefaults() {
    assertEquals(UserState.none(BOB), state());
  }

  private static UserState state(String... hash) {
    return PresenceForm.state(
        BOB, Stream.of(hash).map(each -> (Object) each.getBytes(UTF_8)).toList());
  }
}
