package dev.ferry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.FakeClient;
import dev.ferry.cli.connect.FakeGroups;
import dev.ferry.cli.terminal.Console;
import dev.ferry.client.FerryException;
import dev.ferry.client.device.Device;
import dev.ferry.client.device.Platform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** {@code ./ferry device} on a client without a server. */
class DeviceCommandsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<FakeClient> clients = new ArrayList<>();
  private Consumer<FakeGroups> prepare = devices -> devices.answer(1);

  private int run(String... words) {
    List<String> args = new ArrayList<>(List.of("device"));
    args.addAll(List.of(words));
    args.addAll(List.of("--as", "alice", "--token", "t"));
    out.reset();
    err.reset();
    Console console = new Console(new ByteArrayInputStream(new byte[0]), out, err, true);
    return Main.commandLine(
            new Context(
                console,
                options -> {
                  FakeClient client = new FakeClient(options, FakeClient::online);
                  prepare.accept(client.devices);
                  clients.add(client);
                  return client;
                }))
        .execute(args.toArray(String[]::new));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private List<String> asked() {
    return clients.get(clients.size() - 1).devices.asked;
  }

  @Test
  void devicesAreListedForPeopleAndPrograms() {
    prepare =
        devices ->
            devices.answer(
                List.of(
                    new Device("p1", "Alice's\u001b[2J phone", Platform.PHONE, 1000, true, false),
                    new Device("cli", "", Platform.DESKTOP, 2000, false, true)));
    assertEquals(0, run("list"));
    assertEquals(
        "phone    live since 1970-01-01T00:00:01.000Z  p1 (Alice's\\u001b[2J phone)\n"
            + "desktop  last seen  1970-01-01T00:00:02.000Z  cli, this one\n",
        out());
    assertEquals(0, run("list", "--json"));
    assertTrue(
        out()
            .endsWith(
                "{\"device\":\"cli\",\"name\":\"\",\"platform\":\"desktop\","
                    + "\"last_seen\":\"1970-01-01T00:00:02.000Z\",\"live\":false,"
                    + "\"current\":true}\n"),
        out());
  }

  @Test
  void oneDeviceOrAllOthersAreLoggedOut() {
    assertEquals(0, run("logout", "tablet"));
    assertEquals(List.of("logOut[tablet]"), asked());
    assertEquals("logged out tablet (1 live session ended)\n", out());
    prepare = devices -> devices.answer(0);
    assertEquals(0, run("logout", "--others"));
    assertEquals(List.of("logOutOthers[]"), asked());
    assertEquals("logged out all other devices (none was live)\n", out());
    assertEquals(0, run("logout", "--others", "--json"));
    assertEquals("{\"sessions\":0}\n", out());
  }

  @Test
  void logoutWantsExactlyOneOfTheTwo() {
    assertEquals(2, run("logout"));
    assertEquals(2, run("logout", "tablet", "--others"));
    assertEquals(2, run());
    assertEquals(List.of(), clients);
  }

  @Test
  void anUnknownDeviceIsARefusal() {
    prepare =
        devices ->
            devices.answers.add(
                CompletableFuture.failedFuture(
                    new FerryException(
                        FerryException.Kind.REFUSED,
                        "NO_SUCH_DEVICE",
                        "NO_SUCH_DEVICE: device: x",
                        "x",
                        null)));
    assertEquals(6, run("logout", "x"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("NO_SUCH_DEVICE"), err::toString);
  }
}
