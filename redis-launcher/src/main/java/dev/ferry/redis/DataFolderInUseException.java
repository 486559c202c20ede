package dev.ferry.redis;

/** Another live process uses the data folder; two would tear one another's log apart. */
public final class DataFolderInUseException extends EmbeddedRedisException {
  DataFolderInUseException(String message) {
    super(message);
  }
}
