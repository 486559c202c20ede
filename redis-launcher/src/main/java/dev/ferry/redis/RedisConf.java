package dev.ferry.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The redis.conf of one start. It holds the password, so only its owner may read it. */
final class RedisConf {
  private RedisConf() {}

  static void write(Path file, Path folder, EmbeddedRedis.Settings settings) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, lines(folder, settings), UTF_8);
  }

  private static List<String> lines(Path folder, EmbeddedRedis.Settings settings) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "# Written anew at every start; edits are lost.",
                "bind 127.0.0.1",
                "port " + settings.port(),
                "requirepass " + quote(settings.password()),
                "masterauth " + quote(settings.password()),
                "daemonize no",
                "supervised no",
                "dir " + quote(folder.toString()),
                // The wrapper sends the output to a file, so that words said before the log is
                // open are there too.
                "logfile \"\"",
                // The command line keeps this file's path: that is how a later start knows that a
                // process with the remembered pid is its predecessor and not a stranger.
                "set-proc-title no",
                "appendonly yes",
                "appendfsync " + settings.fsync().name().toLowerCase(Locale.ROOT),
                "save \"\"",
                "maxmemory-policy noeviction"));
    if (settings.clusterEnabled()) {
      lines.add("cluster-enabled yes");
      lines.add("cluster-config-file nodes.conf");
      lines.add("cluster-node-timeout 2000");
    }
    lines.addAll(settings.directives());
    return lines;
  }

  private static String quote(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
