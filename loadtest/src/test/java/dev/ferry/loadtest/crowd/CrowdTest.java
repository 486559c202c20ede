package dev.ferry.loadtest.crowd;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ClientState;
import dev.ferry.client.FerryException;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Phones that never get as far as a connection: their tokens cannot be got. */
class CrowdTest {
  private static final List<URI> NOWHERE = List.of(URI.create("tcp://nowhere.invalid:1"));

  private final Crowd crowd = new Crowd(1);
  private final AtomicInteger tokensAsked = new AtomicInteger();

  @AfterEach
  void close() {
    crowd.close();
  }

  private Phone phone(String user, PhoneListener listener) {
    Supplier<String> token =
        () -> {
          tokensAsked.incrementAndGet();
          throw new IllegalStateException("no tokens today");
        };
    return crowd.phone(new PhoneOptions(NOWHERE, user, "phone", token, 0), listener);
  }

  @Test
  void tokenThatCannotBeGotIsToldAndAskedForAgain() {
    Queue<String> reasons = new ConcurrentLinkedQueue<>();
    phone(
            "alice",
            new PhoneListener() {
              @Override
              public void onDisconnected(Phone phone, FerryException reason, boolean terminal) {
                reasons.add(String.valueOf(reason.getMessage()));
              }
            })
        .start();
    await().until(() -> tokensAsked.get() >= 2);
    assertTrue(reasons.element().contains("no tokens today"), reasons.element());
  }

  @Test
  @Timeout(20)
  void whoWaitsForAPhoneThatEndedIsTold() {
    PhoneListener ends =
        new PhoneListener() {
          @Override
          public void onState(Phone phone, ClientState state) {
            if (state == ClientState.CONNECTING) {
              phone.stop();
            }
          }
        };
    PhoneOptions alice = new PhoneOptions(NOWHERE, "alice", "phone", () -> "token", 0);
    assertThrows(IllegalStateException.class, () -> crowd.online(List.of(alice), ends));
  }

  @Test
  void phoneThatFailsEndsAndTheOthersGoOn() {
    Phone bad =
        phone(
            "bad",
            new PhoneListener() {
              private int connecting;

              @Override
              public void onState(Phone phone, ClientState state) {
                // The first one comes from the start, the second one from a tick.
                if (state == ClientState.CONNECTING && ++connecting == 2) {
                  throw new IllegalStateException("a listener that fails, as this test wants");
                }
              }
            });
    bad.start();
    await().dontCatchUncaughtExceptions().until(() -> bad.state() == ClientState.CLOSED);
    tokensAsked.set(0);
    phone("good", new PhoneListener() {}).start();
    await().until(() -> tokensAsked.get() >= 2);
  }

  @Test
  void stoppedPhonesGetNoTicks() throws Exception {
    Phone phone = phone("alice", new PhoneListener() {});
    assertEquals(1, crowd.ticked());
    phone.start();
    phone.stop();
    await().until(() -> crowd.ticked() == 0);
  }
}
