package dev.ferry.server.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.ChangeSettings;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.ConversationSettings;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.FetchSettings;
import dev.ferry.protocol.v1.LogPlace;
import dev.ferry.protocol.v1.SettingsChange;
import dev.ferry.protocol.v1.SettingsPage;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that are wrong: told so, nothing is changed, the session goes on. */
@Timeout(60)
class SettingsBadInputIT {
  private static final String TALK = "d/alice/bob";

  @TempDir private static Path data;
  private static OneNode node;
  private RawClient client;

  @BeforeAll
  static void start() {
    node = OneNode.start(data);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void login() {
    client = node.login(Door.TCP, "alice", "phone");
  }

  @AfterEach
  void nothingWasChangedAndTheSessionIsStillGood() {
    SettingsPage page = client.call(fetch(0)).getSettingsPage();
    assertEquals(List.of(), page.getSettingsList());
    assertEquals(0, page.getVersion());
    Expect.alive(client);
    client.close();
  }

  private static SettingsChange.Builder change(String conversation) {
    return SettingsChange.newBuilder().setConversation(conversation);
  }

  private static ClientFrame.Builder changes(SettingsChange.Builder... changes) {
    ChangeSettings.Builder all = ChangeSettings.newBuilder();
    List.of(changes).forEach(all::addChanges);
    return ClientFrame.newBuilder().setChangeSettings(all);
  }

  private static ClientFrame.Builder fetch(long since) {
    return ClientFrame.newBuilder().setFetchSettings(FetchSettings.newBuilder().setSince(since));
  }

  private Error refused(ErrorCode code, ClientFrame.Builder request) {
    return Expect.error(client.call(request), code);
  }

  /** A good one before it is not made either. */
  private Error invalid(SettingsChange.Builder change) {
    return refused(
        ErrorCode.INVALID_ARGUMENT, changes(change("d/alice/zoe").setPinned(true), change));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "d/bob/alice", "g/"})
  void whatIsNoConversationIsRefused(String conversation) {
    assertEquals(conversation, invalid(change(conversation).setPinned(true)).getValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"d/bob/zoe", "g/nowhere"})
  void conversationsOfOthersAreForbidden(String conversation) {
    Error error =
        refused(
            ErrorCode.FORBIDDEN,
            changes(change(TALK).setPinned(true), change(conversation).setPinned(true)));
    assertEquals(conversation, error.getValue());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, (1L << 53) + 1})
  void numbersOutOfRangeAreRefused(long number) {
    String value = Long.toUnsignedString(number);
    LogPlace.Builder epoch = LogPlace.newBuilder().setEpoch(number);
    LogPlace.Builder seq = LogPlace.newBuilder().setEpoch(1).setSeq(number);
    assertEquals(value, invalid(change(TALK).setMutedUntilMs(number)).getValue());
    assertEquals(value, invalid(change(TALK).setHidden(epoch)).getValue());
    assertEquals(value, invalid(change(TALK).setMarked(seq)).getValue());
    assertEquals(value, refused(ErrorCode.INVALID_ARGUMENT, fetch(number)).getValue());
  }

  @Test
  void whatIsDeletedIsAnEntryAndNothingElseIsSaidOfIt() {
    LogPlace.Builder good = LogPlace.newBuilder().setEpoch(1).setSeq(1);
    assertEquals("0.0", invalid(change(TALK).setDeleted(LogPlace.newBuilder())).getValue());
    assertEquals("1.0", invalid(change(TALK).setDeleted(good.clone().setSeq(0))).getValue());
    assertEquals("0.1", invalid(change(TALK).setCleared(good.clone().setEpoch(0))).getValue());
    String least = Long.toUnsignedString(-1);
    assertEquals(least, invalid(change(TALK).setDeleted(good.clone().setSeq(-1))).getValue());
    assertEquals(least, invalid(change(TALK).setCleared(good.clone().setEpoch(-1))).getValue());
    invalid(change(TALK).setDeleted(good).setPinned(true));
    invalid(change(TALK).setDeleted(good).setCleared(good));
    SettingsChange.Builder delete = change(TALK).setDeleted(good);
    assertEquals(TALK, refused(ErrorCode.INVALID_ARGUMENT, changes(delete, delete)).getValue());
    refused(ErrorCode.FORBIDDEN, changes(change("d/bob/zoe").setDeleted(good)));
    refused(ErrorCode.FORBIDDEN, changes(change("g/nowhere").setCleared(good)));
  }

  @Test
  void textsThatAreTooLongAreRefused() {
    invalid(change(TALK).setRemark("x".repeat(257)));
    invalid(change(TALK).setRemark("ü".repeat(129)));
    invalid(change(TALK).setDraft("x".repeat(4097)));
  }

  @Test
  void noneTooManyAndTheSameTwiceAreRefused() {
    assertEquals("0", refused(ErrorCode.INVALID_ARGUMENT, changes()).getValue());
    List<SettingsChange.Builder> many = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      many.add(change("d/alice/u" + i).setPinned(true));
    }
    ClientFrame.Builder all = changes(many.toArray(SettingsChange.Builder[]::new));
    assertEquals("21", refused(ErrorCode.INVALID_ARGUMENT, all).getValue());
    assertEquals(TALK, invalidTwice().getValue());
  }

  private Error invalidTwice() {
    return refused(
        ErrorCode.INVALID_ARGUMENT,
        changes(change(TALK).setPinned(true), change(TALK).setRemark("x")));
  }

  @Test
  void whatIsJustAllowedIsTakenAndTakenAway() {
    try (RawClient other = node.login(Door.TCP, "carol", "phone")) {
      String talk = "d/carol/dave";
      SettingsChange.Builder most =
          change(talk)
              .setMutedUntilMs(1L << 53)
              .setRemark("ü".repeat(128))
              .setDraft("x".repeat(4096));
      ConversationSettings now = other.call(changes(most)).getSettingsChanged().getSettings(0);
      assertEquals("ü".repeat(128), now.getRemark());
      assertEquals(4096, now.getDraft().length());
      assertTrue(now.getVersion() > 0);
      assertEquals(0, now.getPrevious());
    }
  }
}
