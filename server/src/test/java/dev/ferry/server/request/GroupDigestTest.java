package dev.ferry.server.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Cursor;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.Progress;
import dev.ferry.server.model.Standing;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupDigestTest {
  private static final Standing TEAM = standing("g/team", 7, 42, 40);
  private static final Standing OTHER = standing("g/choir", 1, 1, 1);

  /** Of these two as they are; the SDK's test has the same bytes. */
  private static final String DIGEST = "3ef2fa544a62546be33043dc270b4508";

  private static Standing standing(String group, long epoch, long seq, long read) {
    Progress progress = new Progress(seq, new Cursor(read, read, read), Cursor.NONE);
    return new Standing(ConversationId.parse(group), true, 1, epoch, seq, 0, seq, 1, progress);
  }

  private static List<Standing> lacking(Standing... groups) {
    ByteString digest = ByteString.copyFrom(HexFormat.of().parseHex(DIGEST));
    return GroupDigest.lacking(digest, List.of(groups));
  }

  @Test
  void groupsThatAreAsTheClientHasThemAreLeftOut() {
    assertEquals(List.of(), lacking(TEAM, OTHER));
    assertEquals(List.of(), lacking(OTHER, TEAM));
  }

  @Test
  void aGroupThatWentOnIsGiven() {
    Standing further = standing("g/team", 7, 43, 40);
    assertEquals(List.of(further), lacking(further, OTHER));
    Standing reset = standing("g/choir", 2, 1, 1);
    assertEquals(List.of(reset), lacking(TEAM, reset));
    assertEquals(List.of(further, reset), lacking(further, reset));
  }

  @Test
  void aGroupThatWasReadElsewhereIsGiven() {
    Standing read = standing("g/team", 7, 42, 41);
    assertEquals(List.of(read), lacking(read, OTHER));
  }

  @Test
  void aGroupThatTheClientDoesNotKnowIsGivenWithItsBucket() {
    Standing fresh = standing("g/fresh", 1, 1, 1);
    assertEquals(true, lacking(TEAM, OTHER, fresh).contains(fresh));
  }

  @Test
  void withoutADigestAllAreGiven() {
    assertEquals(List.of(TEAM, OTHER), GroupDigest.lacking(ByteString.EMPTY, List.of(TEAM, OTHER)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 9, 24, 8 * 128})
  void aDigestOfAnotherFormIsRefused(int bytes) {
    ByteString digest = ByteString.copyFrom(new byte[bytes]);
    assertThrows(InvalidValueException.class, () -> GroupDigest.lacking(digest, List.of()));
  }
}
