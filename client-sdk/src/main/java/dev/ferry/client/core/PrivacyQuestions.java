package dev.ferry.client.core;

import dev.ferry.client.privacy.BlockedPage;
import dev.ferry.client.privacy.BlockedUser;
import dev.ferry.client.privacy.PrivacySettings;
import dev.ferry.client.privacy.Writers;
import dev.ferry.protocol.v1.BlockUser;
import dev.ferry.protocol.v1.BlockedUsers;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.FetchBlocked;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.SetPrivacy;
import dev.ferry.protocol.v1.UnblockUser;
import java.util.ArrayList;
import java.util.List;

/** Questions about whom the user blocks and who may write to it, and changes of that. */
public final class PrivacyQuestions {
  private PrivacyQuestions() {}

  public static Question<PrivacySettings> block(String user) {
    return settings(ClientFrame.newBuilder().setBlockUser(BlockUser.newBuilder().setUser(user)));
  }

  public static Question<PrivacySettings> unblock(String user) {
    return settings(
        ClientFrame.newBuilder().setUnblockUser(UnblockUser.newBuilder().setUser(user)));
  }

  public static Question<BlockedPage> blocked(long after, int limit) {
    return new Question<>(
        ClientFrame.newBuilder()
            .setFetchBlocked(FetchBlocked.newBuilder().setAfter(after).setLimit(limit)),
        ServerFrame.BodyCase.BLOCKED_USERS,
        answer -> page(answer.getBlockedUsers()));
  }

  public static Question<PrivacySettings> settings() {
    return settings(ClientFrame.newBuilder().setSetPrivacy(SetPrivacy.getDefaultInstance()));
  }

  public static Question<PrivacySettings> setWhoMayWrite(Writers whoMayWrite) {
    return settings(
        ClientFrame.newBuilder()
            .setSetPrivacy(SetPrivacy.newBuilder().setWhoMayWrite(wire(whoMayWrite))));
  }

  private static Question<PrivacySettings> settings(ClientFrame.Builder frame) {
    return new Question<>(
        frame, ServerFrame.BodyCase.PRIVACY, answer -> settings(answer.getPrivacy()));
  }

  private static PrivacySettings settings(dev.ferry.protocol.v1.Privacy privacy) {
    return new PrivacySettings(
        privacy.getVersion(), writers(privacy.getWhoMayWrite()), privacy.getBlocked());
  }

  private static BlockedPage page(BlockedUsers page) {
    List<BlockedUser> users = new ArrayList<>(page.getUsersCount());
    for (dev.ferry.protocol.v1.BlockedUser each : page.getUsersList()) {
      users.add(new BlockedUser(each.getUser(), each.getTimeMs()));
    }
    return new BlockedPage(users, page.getNext());
  }

  private static dev.ferry.protocol.v1.Writers wire(Writers writers) {
    switch (writers) {
      case EVERYONE:
        return dev.ferry.protocol.v1.Writers.WRITERS_EVERYONE;
      case CONTACTS:
        return dev.ferry.protocol.v1.Writers.WRITERS_CONTACTS;
      default:
        return dev.ferry.protocol.v1.Writers.WRITERS_NOBODY;
    }
  }

  /** One that is newer than this client counts as the narrowest. */
  static Writers writers(dev.ferry.protocol.v1.Writers writers) {
    switch (writers) {
      case WRITERS_EVERYONE:
        return Writers.EVERYONE;
      case WRITERS_CONTACTS:
        return Writers.CONTACTS;
      default:
        return Writers.NOBODY;
    }
  }
}
