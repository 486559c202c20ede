package dev.ferry.redis;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which Redis to run.
 *
 * @param folders the first redis-server or valkey-server, 7.0 or newer, in these; the embedded one
 *     when they have none
 */
public record Binary(List<Path> folders) {
  public Binary {
    folders = List.copyOf(folders);
  }

  /** Redis 7.0.15 from the class path, whatever the machine has: the same everywhere. */
  public static Binary embedded() {
    return new Binary(List.of());
  }

  /** What the PATH has, because its owner keeps that patched; else the embedded one. */
  public static Binary systemOrEmbedded() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return new Binary(
        Arrays.stream(path.split(Pattern.quote(File.pathSeparator)))
            .filter(folder -> !folder.isEmpty())
            .map(Path::of)
            .toList());
  }
}
