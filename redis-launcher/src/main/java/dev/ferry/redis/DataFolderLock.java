package dev.ferry.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One live owner of a data folder. The kernel drops the lock with the process, so a crash leaves
 * nothing to clean up.
 *
 * <p>POSIX drops every lock of a process on a file when that process closes <em>any</em> descriptor
 * of it. A second attempt inside this JVM must therefore not even open the file; {@link #HELD_HERE}
 * turns it away first.
 */
final class DataFolderLock implements AutoCloseable {
  private static final String FILE = "ferry.lock";
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private DataFolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * @param folder exists
   * @throws DataFolderInUseException when it is locked, by this JVM or another process
   */
  static DataFolderLock acquire(Path folder) throws IOException {
    Path real = folder.toRealPath();
    if (!HELD_HERE.add(real)) {
      throw inUse(real, "this process");
    }
    boolean locked = false;
    try {
      FileChannel channel = open(real);
      locked = true;
      return new DataFolderLock(real, channel);
    } finally {
      if (!locked) {
        HELD_HERE.remove(real);
      }
    }
  }

  private static FileChannel open(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
      if (!locked) {
        throw inUse(folder, "process " + Files.readString(file, US_ASCII).strip());
      }
      channel.truncate(0);
      channel.write(US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
      return channel;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static DataFolderInUseException inUse(Path folder, String owner) {
    return new DataFolderInUseException(
        "The data folder "
            + folder
            + " is in use by "
            + owner
            + ": stop that one, or give this one a data.dir of its own.");
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD_HERE.remove(folder);
    }
  }
}
