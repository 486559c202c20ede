package dev.ferry.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferry.cli.connect.ClientFactory;
import dev.ferry.cli.connect.DevSecret;
import dev.ferry.cli.connect.FakeClient;
import dev.ferry.cli.terminal.CliException;
import dev.ferry.cli.terminal.Console;
import dev.ferry.client.store.InMemoryStore;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour with a launcher that fails. */
class TourIT {
  private final ClientFactory clients = options -> new FakeClient(options, FakeClient::online);

  @TempDir Path folder;

  private ServerProcess server(String name) throws Exception {
    Path launcher = folder.resolve(name + ".sh");
    Files.writeString(launcher, "#!/bin/sh\necho " + name + " has no port\nexit 3\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    return new ServerProcess(launcher.toString(), Files.createDirectory(folder.resolve(name)));
  }

  private Tour tour(ServerProcess first, ServerProcess second) {
    OutputStream nowhere = OutputStream.nullOutputStream();
    Console console = new Console(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, true);
    return new Tour(new Narrator(console, false), clients, first, second);
  }

  @Test
  void failureOfTheFirstServerIsToldFromItsLog() throws Exception {
    Tour tour = tour(server("first"), server("second"));
    CliException failure = assertThrows(CliException.class, tour::run);
    assertEquals("the server ended with status 3", failure.getMessage());
    assertEquals(
        "failed; the end of its log:\nfirst has no port",
        tour.stage().failed("failed").getMessage());
  }

  @Test
  void failureOfTheSecondNodeIsToldFromItsLog() throws Exception {
    ServerProcess first = server("first");
    Path conf = first.data().resolve("redis").resolve("redis.conf");
    Files.createDirectories(conf.getParent());
    Files.writeString(conf, "requirepass \"p\"\nport 1\n");
    Files.writeString(DevSecret.file(first.data()), "A".repeat(43));
    DevSecret secret = DevSecret.read(DevSecret.file(first.data()));
    Tour tour = tour(first, server("second"));
    try (Person alice = Person.come(clients, first.tcp(), "alice", secret, new InMemoryStore())) {
      assertThrows(CliException.class, () -> tour.group(alice, secret, new InMemoryStore()));
    }
    assertEquals(
        "failed; the end of its log:\nsecond has no port",
        tour.stage().failed("failed").getMessage());
  }
}
