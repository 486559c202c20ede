package dev.ferry.server.request;

import dev.ferry.protocol.v1.BlockedUser;
import dev.ferry.protocol.v1.BlockedUsers;
import dev.ferry.protocol.v1.PrivacyChanged;
import dev.ferry.server.model.BlockedPage;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.Privacy;
import dev.ferry.server.model.PrivacyChange;
import dev.ferry.server.model.Writers;
import java.util.Optional;

/** Whom users block and who may write to them, as the wire has it. */
final class PrivacyFrames {
  private PrivacyFrames() {}

  static dev.ferry.protocol.v1.Privacy privacy(Privacy privacy) {
    return dev.ferry.protocol.v1.Privacy.newBuilder()
        .setVersion(privacy.version())
        .setWhoMayWrite(writers(privacy.writers()))
        .setBlocked(privacy.blocked())
        .build();
  }

  static BlockedUsers blocked(BlockedPage page) {
    BlockedUsers.Builder users = BlockedUsers.newBuilder().setNext(page.next());
    page.users()
        .forEach(
            each ->
                users.addUsers(
                    BlockedUser.newBuilder()
                        .setUser(each.user().value())
                        .setTimeMs(each.timeMs())));
    return users.build();
  }

  static PrivacyChanged changed(PrivacyChange change) {
    PrivacyChanged.Builder changed = PrivacyChanged.newBuilder().setVersion(change.version());
    switch (change.kind()) {
      case BLOCKED -> changed.setBlocked(change.value());
      case UNBLOCKED -> changed.setUnblocked(change.value());
      case WRITERS -> changed.setWhoMayWrite(writers(Writers.valueOf(change.value())));
    }
    return changed.build();
  }

  private static dev.ferry.protocol.v1.Writers writers(Writers writers) {
    return switch (writers) {
      case EVERYONE -> dev.ferry.protocol.v1.Writers.WRITERS_EVERYONE;
      case CONTACTS -> dev.ferry.protocol.v1.Writers.WRITERS_CONTACTS;
      case NOBODY -> dev.ferry.protocol.v1.Writers.WRITERS_NOBODY;
    };
  }

  /**
   * @param number as it was on the wire
   * @return empty for what is unspecified
   * @throws InvalidValueException for one that this server does not know
   */
  static Optional<Writers> writers(dev.ferry.protocol.v1.Writers writers, int number) {
    return switch (writers) {
      case WRITERS_UNSPECIFIED -> Optional.empty();
      case WRITERS_EVERYONE -> Optional.of(Writers.EVERYONE);
      case WRITERS_CONTACTS -> Optional.of(Writers.CONTACTS);
      case WRITERS_NOBODY -> Optional.of(Writers.NOBODY);
      case UNRECOGNIZED ->
          throw new InvalidValueException(
              "who_may_write", String.valueOf(number), "one of Writers");
    };
  }
}
